"""The command's own process: the signals that reach it, and what libraries write of themselves."""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from threading import Event, Thread, main_thread


def heed_kill() -> Event:
    """Let a polite kill end what is at work as Ctrl-C does, and return what then is set.

    Python hears of a signal only after a query of Polars, which nothing but Ctrl-C ends: so a thread hears of it.
    """
    killed = Event()
    if not hasattr(signal, "pthread_sigmask"):  # Windows, which knows no polite kill
        return killed
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: None)

    def listen() -> None:
        while number := os.read(heard, 1):
            if number[0] == signal.SIGTERM:
                killed.set()
                signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)

    Thread(target=listen, daemon=True).start()
    return killed


def libraries_held_back() -> Callable[[], None]:
    """Hold back what libraries themselves write to standard error, and return what tells it.

    A query of Polars that Ctrl-C ends may write of panic, which is nothing to a person who stopped it.
    """
    if sys.stderr is None:  # where it was closed before
        return lambda: None
    try:
        held = tempfile.TemporaryFile()  # noqa: SIM115  # it lasts as long as the process
    except OSError:  # no place for such files, which not every command needs
        return lambda: None
    real = os.dup(2)
    os.dup2(held.fileno(), 2)
    sys.stderr = open(real, "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace")  # noqa: PTH123, SIM115  # likewise

    def tell() -> None:
        held.seek(0)
        sys.stderr.write(held.read().decode(errors="replace"))

    return tell
