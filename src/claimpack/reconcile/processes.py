"""Processes that work through tasks."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from claimpack.stopping import awaited

Result = TypeVar("Result")

AHEAD = 1
"""How many tasks wait for a process to get free; no more, for they take memory."""


def each_result(tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
    """Yield what tasks return, in their order; processes work on some of them, while further ones are made."""
    # Forked processes could wait for ever for a lock that a thread of Polars held.
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_heed_interrupt)
    most = (os.cpu_count() or 1) + AHEAD
    begun: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            with _deaf_to_interrupt():
                begun.append(pool.submit(task))
            if len(begun) == most:
                yield awaited(begun.popleft())
        while begun:
            yield awaited(begun.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupt() -> Iterator[None]:
    """Start processes that Ctrl-C, which a terminal sends to all, does not reach before they can end in silence."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heed_interrupt() -> None:
    """Let Ctrl-C end a process of the pool without a word; the process that awaits it has the word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
