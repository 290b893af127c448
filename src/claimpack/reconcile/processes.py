"""Processes that work through tasks."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from claimpack.stopping import awaited

Result = TypeVar("Result")

AHEAD = 1
"""How many tasks wait for a process to get free; no more, for they take memory."""


def each_result(tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
    """Yield what tasks return, in their order; processes work on some of them, while further ones are made."""
    # Forked processes could wait for ever for a lock that a thread of Polars held.
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"))
    most = (os.cpu_count() or 1) + AHEAD
    begun: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            begun.append(pool.submit(task))
            if len(begun) == most:
                yield awaited(begun.popleft())
        while begun:
            yield awaited(begun.popleft())
    finally:
        pool.shutdown(cancel_futures=True)
