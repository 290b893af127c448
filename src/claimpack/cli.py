"""The console command `claimpack`: one module in `commands` for each subcommand, read only when it is called."""

import gc
import importlib
import os
import signal
import sys
from contextlib import suppress

import click

from claimpack.process import heed_kill, libraries_held_back

COMMANDS = {
    "audit": "Measure against the texts that every number is coded and every quote right.",
    "cite": "Say how to cite a package: as text, CITATION.cff or .zenodo.json.",
    "describe": "Say what a table holds: its fields and terms, with meaning and constraints.",
    "explore": "Make a page to look at: events, conflicts, claims.",
    "export": "Release a package as CSV, Parquet and JSON.",
    "fill": "Complete rows while coding: offsets from quotes, hashes from texts.",
    "format": "Bring the authored tables into canonical form.",
    "locate": "Fill in coordinates of places from a packaged gazetteer.",
    "report": "Make a report of an event to cite: Markdown, with charts to print.",
    "reconcile": "Say what the claims say together, and which cannot all be true.",
    "rules": "List the rules beside those of frictionless, with severity and example.",
    "show": "Show an event, a source, a claim, or who states a number.",
    "validate": "Say everything that is wrong with a package.",
}
"""Each command's first help line stands here too, so that `--help` needs none of them."""


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of the commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"claimpack.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimpack", prog_name="claimpack")
def main() -> None:
    """Validate and release data packages of events, claims and sources."""
    # What is imported stays: looking through it for garbage takes a tenth of a short run.
    gc.set_threshold(500_000)


def run() -> None:
    """Run the command and end the process at once: to take apart all that was imported takes a twentieth of a run."""
    killed, told = heed_kill(), libraries_held_back()
    try:
        status, was_stopped = _status()
        if killed.is_set():
            status = 128 + signal.SIGTERM
        if not was_stopped:
            told()
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed before
            stream.flush()
    except OSError as error:
        status = 2
        with suppress(OSError):
            place = error.filename or "standard output"
            click.echo(f"Error: {place}: {error.strerror}" if error.strerror else f"Error: {error}", err=True)
    except BaseException:
        told()
        raise
    os._exit(status)


def _status() -> tuple[int, bool]:
    """Return the exit code, and whether Ctrl-C or a kill led to it."""
    try:
        main(prog_name="claimpack")
    except SystemExit as end:
        if isinstance(end.code, int):
            return end.code, isinstance(end.__context__, click.Abort)
        raise
    return 0, False
