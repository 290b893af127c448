"""`claimpack describe`."""

from pathlib import Path

import click

from claimpack.commands.failing import problems_told
from claimpack.issue import CannotRunError


@click.command("describe")
@click.argument("words", nargs=-1, metavar="[PACKAGE] [TABLE]")
@click.option(
    "--into", type=click.Path(path_type=Path), help="Write into this Markdown file, between its markers, instead."
)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], into: Path | None) -> None:
    """Say what a TABLE of PACKAGE (this folder by default) holds, or all its tables: each field and each term.

    Each field comes with its meaning, type, example and constraints, each controlled term with its definition. It is
    the text of the data dictionary.

    Exits with 0, or with 1 if there is no such table or the package has errors, with 2 if it could not run.
    """
    from claimpack.dictionary.document import entries, write_between_markers
    from claimpack.package import read_package

    package, table = split(words)
    with problems_told(ctx):
        told = entries(read_package(package))
        if table is not None and table not in told:
            raise click.ClickException(f'there is no table "{table}"; there are: {", ".join(told)}')
        text = "\n".join(told.values() if table is None else [told[table]])
        if into:
            write_between_markers(text, into)
    click.echo(str(into) if into else text, nl=bool(into))


def split(words: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the package and the table that are meant; one word alone is a table unless there is such a package."""
    from claimpack.package import find_descriptor

    if len(words) > 2:
        raise click.UsageError(f"one package and one table; found {len(words)} words")
    if len(words) == 1:
        try:
            find_descriptor(words[0])
        except CannotRunError:
            return ".", words[0]
    return (*words, ".")[0], words[1] if len(words) == 2 else None
