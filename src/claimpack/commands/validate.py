"""`claimpack validate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from claimpack.commands.arguments import package_argument
from claimpack.commands.waiting import progress
from claimpack.issue import CannotRunError, Issue

if TYPE_CHECKING:
    from claimpack.package import Verdict

Form = Literal["text", "json", "github", "sarif"]
FORMS: list[Form] = ["text", "json", "github", "sarif"]
DEFAULT_LIMIT = 1000


@click.command("validate")
@package_argument
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to tell.")
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, help="Tell so many at most in text; 0 tells all.")
@click.option(
    "--only", type=click.Choice(["frictionless"]), help="Leave out the rules that frictionless does not have."
)
@click.option(
    "--quarantine",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write a package of the good rows into DIR, and the bad rows with what is wrong with them.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail the run too.")
def command(package: Path, form: Form, limit: int, strict: bool, **how: Any) -> None:  # noqa: ANN401  # _check says what
    """Say everything that is wrong with PACKAGE (a folder, descriptor or zip; this folder by default).

    With --quarantine a pipeline can go on with what is good: DIR/good is a valid data package, DIR/rejected has the
    other rows, DIR/issues.json all issues. Exits with 0 if PACKAGE is valid, 1 if there are issues, 2 if it could not
    be checked.
    """
    issues = _check(package, **how)
    _tell(issues, package, form, limit)
    fails = any(strict or issue.severity == "error" for issue in issues)
    click.get_current_context().exit(1 if fails else 0)


def _check(package: Path, quarantine: Path | None, only: "Verdict | None") -> list[Issue]:
    from claimpack.checking import checked
    from claimpack.package import PackageUnreadableError

    try:
        with progress("Checking") as on_progress, checked(package, on_progress, only=only) as result:
            if quarantine:
                from claimpack.quarantine import write_quarantine

                write_quarantine(result, quarantine)
                click.echo(str(quarantine), err=True)
            return result.issues
    except PackageUnreadableError as error:
        return error.issues
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error


def _tell(issues: list[Issue], package: Path, form: Form, limit: int) -> None:
    from claimpack.explain.lines import lines_of
    from claimpack.explain.text import explain_text

    lines = lines_of(issues, package if package.is_dir() else package.parent)
    if form == "text":
        told = explain_text(issues, lines, limit or None)
    else:
        from claimpack.explain.machine import explain_github, explain_json, explain_sarif

        one = {"json": lambda: explain_json(issues), "sarif": lambda: explain_sarif(issues, lines)}
        told = iter([one[form]()]) if form in one else explain_github(issues, lines)
    for line in told:
        click.echo(line)
