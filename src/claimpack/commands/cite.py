"""`claimpack cite`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.failing import problems_told


@click.command("cite")
@package_argument
@click.option("--format", "form", type=click.Choice(["text", "cff", "zenodo"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, package: Path, form: str) -> None:
    """Say how to cite PACKAGE (this folder by default), as its descriptor has it: in a line, for GitHub, for Zenodo.

    Exits with 0, with 1 if the package has errors, with 2 if it could not run.
    """
    from claimpack.package import read_package
    from claimpack.release.citation import as_cff, as_text, as_zenodo, citation_of

    tellers = {"text": lambda citation: as_text(citation) + "\n", "cff": as_cff, "zenodo": as_zenodo}
    with problems_told(ctx):
        click.echo(tellers[form](citation_of(read_package(package).to_descriptor())), nl=False)
