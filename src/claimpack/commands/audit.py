"""`claimpack audit`."""

from pathlib import Path

import click

from claimpack.commands.arguments import package_argument
from claimpack.issue import CannotRunError


@click.command("audit")
@package_argument
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder with the sources' texts, found by their hashes, whatever the files' names.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--require-texts", is_flag=True, help="Fail if the text of any source with a hash is not there.")
@click.pass_context
def command(ctx: click.Context, package: Path, texts: Path, form: str, require_texts: bool) -> None:  # click's way
    """Measure that the coding of PACKAGE is complete, against the texts it was coded from.

    Every number, number word, date and time of a text must lie within the evidence of a claim that has a value, or
    in the table `uncoded`; every quote must be what the text has at its place. A text is found by the hash of its
    bytes; texts that are not there are not checked.

    Exits with 0 if nothing is missing or wrong, 1 if anything is or the package has errors, 2 if it could not run.
    """
    from claimpack.audit.package_audit import audit_package
    from claimpack.audit.result import Audit
    from claimpack.audit.telling import tell_audit
    from claimpack.checking import checked
    from claimpack.columns import terminal_width
    from claimpack.explain.text import explain_text
    from claimpack.package import PackageUnreadableError

    try:
        with checked(package) as source:
            audit = audit_package(source, texts)
    except PackageUnreadableError as error:
        audit = Audit(issues=error.issues)
    except (CannotRunError, OSError) as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        click.echo(audit.model_dump_json(indent=2))
    else:
        for line in explain_text(audit.issues) if audit.issues else tell_audit(audit, terminal_width()):
            click.echo(line)
    ctx.exit(0 if audit.passes(texts_required=require_texts) else 1)
