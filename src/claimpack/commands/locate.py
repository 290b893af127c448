"""`claimpack locate`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.issue import CannotRunError


@click.command("locate")
@package_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list what could be filled in.")
@click.pass_context
def command(ctx: click.Context, package: Path, only_check: bool) -> None:  # click's way
    """Fill in coordinates and GeoNames ids of the places of PACKAGE from a packaged gazetteer.

    A place is filled in only where exactly one in the gazetteer has its name and lies in its parent: in the country,
    in the region as far as the gazetteer knows it, within 25 km of the city. All others stay empty. Filled cells are
    never changed.

    Exits with 0 if nothing is left to fill in, 1 if there are issues or, with --check, something could be filled in,
    2 if it could not run.
    """
    from claimpack.columns import aligned, terminal_width
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError
    from claimpack.places.gazetteer import read_gazetteer
    from claimpack.places.locate import Located, locate

    gazetteer = "no gazetteer"
    try:
        gazetteer = (read := read_gazetteer()).title
        located = locate(package, read, write=not only_check)
    except PackageUnreadableError as error:
        located = Located(issues=error.issues)
    except CannotRunError as error:
        raise click.UsageError(str(error)) from error
    if located.issues:
        for line in explain_text(located.issues):
            click.echo(line)
        ctx.exit(1)
    click.echo(f"from {gazetteer}")
    rows = [
        (place_id, f"GeoNames {spot.geonames_id} {spot.name}", f"{spot.latitude or ''} {spot.longitude or ''}".strip())
        for place_id, spot in located.filled.items()
    ]
    rows += [(place_id, "left as it is", reason) for place_id, reason in located.left.items()]
    for line in aligned(rows, terminal_width()):
        click.echo(line)
    done = "could be filled in" if only_check else "filled in"
    click.echo(f"{located.file}: {len(located.filled)} places {done}")
    ctx.exit(1 if only_check and located.filled else 0)
