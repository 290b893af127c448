"""`claimpack report`."""

from pathlib import Path

import click

from claimpack.commands.checking import checked_or_told
from claimpack.commands.waiting import progress


@click.command("report")
@click.argument("words", nargs=-1, required=True, metavar="[PACKAGE] EVENT")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the report.")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], out: Path) -> None:
    """Make a report of an EVENT of PACKAGE (this folder by default): Markdown, with charts as SVG and PNG for print.

    Every row has the claim, the source and the version of the data that it comes from. Exits with 0, with 1 if there
    is no such event or the package has errors, with 2 if it could not run.
    """
    from claimpack.account import all_tables, read_accounts
    from claimpack.reconcile import computed_tables
    from claimpack.release.citation import citation_of
    from claimpack.report import write_report

    if len(words) > 2:
        raise click.UsageError(f"one package and one event; found {len(words)} words")
    package, event = words if len(words) == 2 else (".", words[0])
    written: list[Path] = []
    with checked_or_told(ctx, Path(package)) as source:
        with progress("Reconciling") as on_event:
            computed = computed_tables(source.tables, on_progress=on_event)
        accounts = read_accounts(all_tables(source, computed), event)
        if not accounts.events:
            raise click.ClickException(f'there is no event "{event}"; claimpack explore lists all')
        written = write_report(accounts, citation_of(source.package.to_descriptor()), out)
    for path in written:
        click.echo(str(path))
