"""A progress bar for a person who waits."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to call with the steps done and the steps in all; it draws a bar where a terminal is."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def tell(done: int, steps: int) -> None:
            bar.length = steps
            bar.update(done - bar.pos)

        yield tell
