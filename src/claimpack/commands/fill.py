"""`claimpack fill`."""

import sys
from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.issue import CannotRunError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("fill")
@package_argument
@click.option("--texts", type=FOLDER, help="The folder with the sources' texts.")
@click.option("--text", "given", multiple=True, metavar="SOURCE_ID=FILE", help="The text of one source; repeatable.")
@click.option(
    "--occurrence",
    "said",
    multiple=True,
    metavar="EVIDENCE_ID=N",
    help="Which occurrence of an ambiguous quote is meant, counted from 1; repeatable.",
)
@click.pass_context
def command(
    ctx: click.Context, package: Path, texts: Path | None, given: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """Complete rows while coding: offsets from quotes, hashes and lengths from texts.

    In the table `sources` of PACKAGE it fills in text_sha256 and text_characters, in `evidence` char_start and
    char_end. A filled cell is never changed; one that says something else than the text is an issue. If there is
    any issue, nothing is written.

    A source's text is the file given by --text; else the file in the folder whose name, up to its first "_" or
    without its ending, is the source's id or the id's last part (source-004: source-004.txt, 004.txt,
    004_article.txt); else the file whose hash is the source's text_sha256.

    A quote that stands several times in its text is asked about on a terminal; elsewhere say --occurrence.

    Exits with 0 if all is filled in, 1 if there are issues, 2 if it could not run.
    """
    from claimpack.coding.evidence import Choices
    from claimpack.coding.fill import fill
    from claimpack.coding.texts import TextShelf
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError

    files = {name: FILE.convert(value, None, ctx) for name, value in _pairs(given, "--text")}
    numbers = {name: int(click.INT(value, ctx=ctx)) for name, value in _pairs(said, "--occurrence")}
    if texts is None and not files:
        raise click.UsageError("no texts: say --texts DIR or --text SOURCE_ID=FILE")
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        filled = fill(package, TextShelf(texts, files), Choices(numbers, _ask if is_terminal else None))
    except PackageUnreadableError as error:
        cells, issues = {}, error.issues
    except CannotRunError as error:
        raise click.UsageError(str(error)) from error
    else:
        cells, issues = filled.cells, filled.issues
    if issues:
        for line in explain_text(issues):
            click.echo(line)
        click.echo("nothing written")
    elif not cells:
        click.echo(f"{package}: nothing to fill in")
    for file, count in cells.items():
        click.echo(f"{file}: {count} {'cell' if count == 1 else 'cells'} filled in")
    ctx.exit(1 if issues else 0)


def _pairs(options: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in options]
    for text, (name, sign, value) in zip(options, pairs, strict=True):
        if not (name and sign and value):
            raise click.UsageError(f'{option} "{text}": write it as ID=VALUE')
    return [(name, value) for name, _, value in pairs]


def _ask(name: str, quote: str, contexts: list[str]) -> int:
    click.echo(f'{name}: "{quote}" stands {len(contexts)} times:')
    for number, line in enumerate(contexts, start=1):
        click.echo(f"  {number}) {line}")
    answer: int = click.prompt("Which one", type=click.IntRange(1, len(contexts)))
    return answer
