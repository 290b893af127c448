"""Stopping a command in the midst of its work, as Ctrl-C and a polite kill do."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from signal import Signals


def stop(arguments: list[str], stop_by: Signals, scratch: Path, has_begun: Callable[[], bool]) -> tuple[int, str]:
    """Stop claimpack once its work has begun; return its exit code and what it told on standard error.

    A terminal sends Ctrl-C to all processes. Its temporary files go to `scratch`.
    """
    call = [sys.executable, "-m", "claimpack", *arguments]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(call, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        while not has_begun() and run.poll() is None:
            time.sleep(0.005)
        if stop_by is Signals.SIGINT:
            os.killpg(run.pid, stop_by)
        else:
            run.send_signal(stop_by)
        _, told = run.communicate()
    return run.returncode, told
