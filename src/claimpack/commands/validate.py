"""`claimpack validate`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.waiting import progress
from claimpack.issue import CannotRunError

FORMATS = ["text", "json", "github", "sarif"]
DEFAULT_LIMIT = 1000


@click.command("validate")
@package_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell.")
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, help="Tell so many at most in text; 0 tells all.")
@click.option("--strict", is_flag=True, help="Let warnings fail the run too.")
@click.pass_context
def command(ctx: click.Context, package: Path, form: str, limit: int, strict: bool) -> None:  # click's way
    """Say everything that is wrong with PACKAGE (a folder, descriptor or zip; this folder by default).

    Exits with 0 if it is valid, 1 if there are issues, 2 if it could not be checked.
    """
    from claimpack.checking import check
    from claimpack.explain.lines import lines_of
    from claimpack.explain.machine import explain_github, explain_json, explain_sarif
    from claimpack.explain.text import explain_text

    try:
        with progress("Checking") as on_progress:
            issues = check(package, on_progress=on_progress)
    except CannotRunError as error:
        raise click.UsageError(str(error)) from error
    lines = lines_of(issues, package if package.is_dir() else package.parent)
    if form == "json":
        click.echo(explain_json(issues))
    elif form == "sarif":
        click.echo(explain_sarif(issues, lines))
    else:
        told = explain_github(issues, lines) if form == "github" else explain_text(issues, lines, limit or None)
        for line in told:
            click.echo(line)
    fails = any(strict or issue.severity == "error" for issue in issues)
    ctx.exit(1 if fails else 0)
