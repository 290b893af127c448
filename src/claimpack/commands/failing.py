"""How a command ends that meets a package it cannot read, or cannot run at all."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from claimpack.issue import CannotRunError


@contextmanager
def problems_told(ctx: click.Context) -> Iterator[None]:
    """Tell a broken descriptor's issues and exit with 1; tell in one line why a call cannot run and exit with 2."""
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError

    try:
        yield
    except PackageUnreadableError as error:
        for line in explain_text(error.issues):
            click.echo(line)
        ctx.exit(1)
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error
