"""`claimpack reconcile`."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.waiting import progress
from claimpack.issue import CannotRunError

if TYPE_CHECKING:
    from claimpack.reconcile.best import Rule

RULES = ["origins", "latest", "conservative"]


@click.command("reconcile")
@package_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the computed tables, as CSV.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--rule",
    type=click.Choice(RULES),
    default="origins",
    show_default=True,
    help="Which stated value is best: that of most origins, the latest, or the lowest.",
)
@click.pass_context
def command(ctx: click.Context, package: Path, out: Path | None, form: str, rule: str) -> None:
    """Say what the claims of PACKAGE (a folder, descriptor or zip; this folder by default) say together.

    Text tells event by event which figures cannot all be true, how they can be read most cheaply so that all fit, why
    they do not as stated, and what follows for measures that nobody states. JSON is one object with the computed tables
    as arrays; --out writes them as CSV. docs/methods.md explains them. Exits with 1 if the package has errors, with 2
    if it could not run.
    """
    from claimpack.checking import checked
    from claimpack.columns import terminal_width
    from claimpack.explain.lines import lines_of
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError
    from claimpack.reconcile import computed_tables
    from claimpack.reconcile.output import as_json, write_tables
    from claimpack.reconcile.report import report
    from claimpack.reconcile.tables import read_tables
    from claimpack.stopping import scratch_folder

    lines: list[str] = []
    try:
        with progress("Checking") as on_check, checked(package, on_check) as source:
            errors = [issue for issue in source.issues if issue.severity == "error"]
            if not errors:
                with progress("Reconciling") as on_group:
                    computed = computed_tables(source.tables, cast("Rule", rule), on_group)
                if form == "json":
                    with scratch_folder() as workshop:
                        lines = [as_json(computed, workshop)]
                else:
                    lines = list(report(computed, read_tables(source.tables), terminal_width()))
                if out:
                    write_tables(computed, out)
    except PackageUnreadableError as error:
        errors = error.issues
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error
    if errors:
        lines = list(explain_text(errors, lines_of(errors, package if package.is_dir() else package.parent)))
    for line in lines:
        click.echo(line)
    ctx.exit(1 if errors else 0)
