"""`cleanpress rules schema`: the form of site files, for editors."""

from __future__ import annotations

import click

from cleanpress.cli.rules.common import HELP


@click.command(context_settings=HELP, short_help="Print the JSON Schema for editors.")
@click.argument("kind", type=click.Choice(["site", "proof"]), default="site")
def schema(kind: str) -> None:
    """Print the JSON Schema of site files, or of the roles of proof pages."""
    from cleanpress.rules.site.editor import schema_file

    click.echo(schema_file(kind).read_text(encoding="utf-8"), nl=False)
