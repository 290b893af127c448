"""What commands share that need a package without errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from claimpack.checking import CheckedPackage, checked
from claimpack.commands.failing import problems_told
from claimpack.commands.waiting import progress
from claimpack.explain.lines import lines_of
from claimpack.explain.text import explain_text


@contextmanager
def checked_or_told(ctx: click.Context, package: Path) -> Iterator[CheckedPackage]:
    """Yield a package that both gates let through; tell the errors of any other, and exit with 1."""
    with problems_told(ctx), progress("Checking") as on_check, checked(package, on_check) as source:
        errors = [issue for issue in source.issues if issue.severity == "error"]
        if errors:
            for line in explain_text(errors, lines_of(errors, package if package.is_dir() else package.parent)):
                click.echo(line)
            click.echo("nothing was written")
            ctx.exit(1)
        yield source
