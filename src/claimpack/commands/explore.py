"""`claimpack explore`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.checking import checked_or_told
from claimpack.commands.waiting import progress


@click.command("explore")
@package_argument
@click.option(
    "--out", type=click.Path(path_type=Path), help="File for the page  [default: build/<name>-<version>.html]"
)
@click.pass_context
def command(ctx: click.Context, package: Path, out: Path | None) -> None:
    """Make a page of PACKAGE (a folder, descriptor or zip; this folder by default) to look at in a browser.

    It shows the events, where their accounts part, and every claim with its fragment, in one file that needs nothing
    else. Of more than 2,000 claims it makes a page that leads to a folder of pages beside it. Exits with 1 and writes
    nothing if the package has errors, with 2 if it could not run.
    """
    from claimpack.account import all_tables, read_accounts
    from claimpack.explore.site import folder_beside, write_site
    from claimpack.package import find_descriptor
    from claimpack.reconcile import computed_tables
    from claimpack.release.citation import citation_of
    from claimpack.release.descriptor import release_name

    written: list[Path] = []
    with checked_or_told(ctx, package) as source:
        path = out or find_descriptor(package).parent / "build" / f"{release_name(source.package)}.html"
        folder_beside(path)
        with progress("Reconciling") as on_event:
            computed = computed_tables(source.tables, on_progress=on_event)
        with progress("Writing pages") as on_page:
            accounts = read_accounts(all_tables(source, computed))
            written = write_site(accounts, citation_of(source.package.to_descriptor()), path, on_page)
    for path in written:
        click.echo(str(path))
