"""`claimpack show`."""

import click

from claimpack.issue import CannotRunError


@click.command("show")
@click.argument("words", nargs=-1, required=True, metavar="[PACKAGE] EVENT|SOURCE|CLAIM|NUMBER")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Show an event, a source or a claim by its id, or who states a number, in PACKAGE (this folder by default).

    An event is told with its claims by measure: who said it, in which source, with the fragment, and where they
    differ; a source with its claims in the order of its text; a claim with everything about it; a number (478) or a
    time (2025-07-04) with every claim that states it.

    Exits with 0 if it was found, 1 if not or if the package has errors, 2 if it could not run.
    """
    from claimpack.checking import checked
    from claimpack.columns import terminal_width
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError
    from claimpack.show.reading import NEEDED
    from claimpack.show.subject import UnknownSubjectError, tell
    from claimpack.typed_tables import typed_tables

    if len(words) > 2:
        raise click.UsageError(f"one package and one id or number; found {len(words)} words")
    package, subject = words if len(words) == 2 else (".", words[0])
    lines: list[str] = []
    try:
        with checked(package) as source:
            errors = [issue for issue in source.issues if issue.severity == "error"]
            if not errors:
                lines = list(tell(typed_tables(source, NEEDED), subject, terminal_width()))
    except PackageUnreadableError as error:
        errors = error.issues
    except UnknownSubjectError as error:
        raise click.ClickException(str(error)) from error
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error
    for line in [*lines, *(explain_text(errors) if errors else [])]:
        click.echo(line)
    ctx.exit(1 if errors else 0)
