"""`claimpack validate`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.issue import CannotRunError


@click.command("validate")
@package_argument
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, package: Path, form: str) -> None:
    """Say everything that is wrong with PACKAGE (a folder, descriptor or zip; this folder by default).

    Exits with 0 if it is valid, 1 if there are issues, 2 if it could not be checked.
    """
    from claimpack.check import check
    from claimpack.explain import explain_json, explain_text

    try:
        issues = check(package)
    except CannotRunError as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        click.echo(explain_json(issues))
    else:
        for line in explain_text(issues):
            click.echo(line)
        click.echo(f"{package}: {'valid' if not issues else f'{len(issues)} issues'}")
    ctx.exit(1 if issues else 0)
