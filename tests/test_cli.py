"""The command as a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no file that is always full")
def test_output_that_cannot_be_written_is_told_in_one_line() -> None:
    with FULL.open("w") as full:
        call = [sys.executable, "-m", "claimpack", "rules"]
        run = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "Error: standard output: No space left on device\n"


def test_all_that_is_told_arrives() -> None:
    call = [sys.executable, "-m", "claimpack", "rules", "--format", "markdown"]
    run = subprocess.run(call, capture_output=True, text=True, check=True)
    assert run.stdout.endswith(" |\n")
    assert run.stderr == ""


TELLING = "import os, click; from claimpack import cli\ndef main(**_):\n    os.write(2, b'panic')\n"
STOPPED = "    try:\n        raise click.Abort\n    except click.Abort:\n        raise SystemExit(1)\n"


@pytest.mark.parametrize(("stopped", "told"), [("", "panic"), (STOPPED, "")], ids=["at its end", "stopped"])
def test_what_libraries_write_is_told_unless_a_person_stopped_the_command(stopped: str, told: str) -> None:
    call = [sys.executable, "-c", f"{TELLING}{stopped}cli.main = main\ncli.run()"]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1 if stopped else 0, told)


def test_what_libraries_write_is_told_before_a_mistake_of_ours() -> None:
    call = [sys.executable, "-c", f"{TELLING}    raise ValueError\ncli.main = main\ncli.run()"]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("panicTraceback")


def test_a_command_that_needs_no_temporary_file_runs_without_a_place_for_it() -> None:
    no_place = "import tempfile; from claimpack import cli\ndef none():\n    raise FileNotFoundError\n"
    call = [sys.executable, "-c", f"{no_place}tempfile.TemporaryFile = none\ncli.run()", "rules"]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(closed: str) -> None:
    command = f'exec "{sys.executable}" -m claimpack rules {closed}'
    assert subprocess.run(["/bin/sh", "-c", command], stdout=subprocess.DEVNULL, check=False).returncode == 0
