"""`cleanpress rules fmt`: site files in one style."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.cli.rules.common import HELP, nothing, rule_files, rules_option


@click.command(context_settings=HELP, short_help="Put site files in one style.")
@click.argument("files", nargs=-1, metavar="[FILE|DIR|SITE]...")
@click.option("--check", "only", is_flag=True, help="Change nothing; exit with 1 if a file would be changed.")
@rules_option
@click.pass_context
def fmt(ctx: click.Context, files: tuple[str, ...], *, only: bool, folders: tuple[Path, ...]) -> None:
    """Put site files in one style: keys in the order of the reference, a blank line between tables; comments stay."""
    from cleanpress.errors import RuleError
    from cleanpress.rules.site.read import text_of
    from cleanpress.rules.site.style import styled

    paths = rule_files(files, folders)
    nothing(paths)
    failed = changed = 0
    for path in paths:
        try:
            text = text_of(path)
            better = styled(text, str(path))
        except RuleError as error:
            click.echo(str(error))
            failed += 1
            continue
        if better != text:
            changed += 1
            click.echo(f"{'would change' if only else 'changed'} {path}")
            if not only:
                path.write_text(better, encoding="utf-8")
    ctx.exit(1 if failed or (only and changed) else 0)
