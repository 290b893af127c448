"""`claimpack format`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.issue import CannotRunError


@click.command("format")
@package_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list the files that are not canonical.")
@click.pass_context
def command(ctx: click.Context, package: Path, only_check: bool) -> None:  # click's way
    """Bring the CSV tables of PACKAGE into canonical form.

    Sorted by primary key, UTF-8 without byte order mark, LF line ends, quotes only where needed, no blank rows,
    and one spelling for each number, date, time and boolean. No value is ever changed. A file that does not
    parse, or has a cell that is no value of its type, is an issue; then no file at all is written. Files are read
    as the descriptor declares them: where it says nothing, as UTF-8 with commas.

    Exits with 0 if all tables are canonical (now), 1 if there are issues or, with --check, some are not, 2 if it
    could not run.
    """
    from claimpack.authored.canonical import Formatted, format_package
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError

    try:
        found = format_package(package, write=not only_check)
    except PackageUnreadableError as error:
        found = Formatted(issues=error.issues)
    except CannotRunError as error:
        raise click.UsageError(str(error)) from error
    for line in found.left_alone:
        click.echo(line)
    is_written = not only_check and not found.issues
    for file in found.changed:
        click.echo(f"{file}: {'now' if is_written else 'not'} in canonical form")
    if found.issues:
        for line in explain_text(found.issues):
            click.echo(line)
    elif not found.changed:
        click.echo(f"{package}: in canonical form")
    ctx.exit(1 if found.issues or (found.changed and not is_written) else 0)
