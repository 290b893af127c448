"""`claimpack rules`."""

import click


@click.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(form: str) -> None:
    """List the rules beside those of frictionless: severity, what is wrong, an example."""
    from claimpack.rules.listing import rules_as_json, rules_as_markdown, rules_as_text

    tellers = {"text": rules_as_text, "json": rules_as_json, "markdown": rules_as_markdown}
    click.echo(tellers[form](), nl=form != "markdown")
