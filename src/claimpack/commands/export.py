"""`claimpack export`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.waiting import progress
from claimpack.issue import CannotRunError


@click.command("export")
@package_argument
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the release  [default: build/<name>-<version>]"
)
@click.option("--formats", default="csv,parquet,json", show_default=True, help="Which formats, with commas between.")
@click.pass_context
def command(ctx: click.Context, package: Path, out: Path | None, formats: str) -> None:
    """Release PACKAGE (a folder, descriptor or zip; this folder by default) as CSV, Parquet and JSON.

    Each of these, and ndjson, becomes a folder and a zip, both data packages of their own. The formats sqlite, duckdb
    and xlsx become one file each. SHA256SUMS covers them all. The release appears only when all of it is done. Exits
    with 1 and writes nothing if the package has errors, with 2 if it cannot be exported.
    """
    from claimpack.checking import checked
    from claimpack.explain.lines import lines_of
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError, find_descriptor
    from claimpack.release.build import FILES, FORMATS, build_release
    from claimpack.release.computed_tables import are_computed, computed_release
    from claimpack.release.descriptor import release_name
    from claimpack.release.released_table import authored_tables

    forms = list(dict.fromkeys(form.strip() for form in formats.split(",")))
    if unknown := [form for form in forms if form not in {*FORMATS, *FILES}]:
        known = ", ".join([*FORMATS, *FILES])
        raise click.BadParameter(f"{unknown[0]!r} is none of {known}", param_hint="--formats")
    try:
        with progress("Checking") as on_check, checked(package, on_check) as source:
            errors = [issue for issue in source.issues if issue.severity == "error"]
            if not errors:
                folder = out or find_descriptor(package).parent / "build" / release_name(source.package)
                tables = authored_tables(source)
                if are_computed(source):
                    with progress("Reconciling") as on_event:
                        tables |= computed_release(source, on_event)
                with progress("Exporting") as on_table:
                    release = build_release(source.package, tables, folder, forms, on_table)
    except PackageUnreadableError as error:
        errors = error.issues
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error
    if errors:
        for line in explain_text(errors, lines_of(errors, package if package.is_dir() else package.parent)):
            click.echo(line)
        click.echo("nothing was written")
        ctx.exit(1)
    for name in release.left_out:
        click.echo(f"left out, as it is no table: {name}")
    for path in [*release.parts, release.folder]:
        click.echo(str(path))
