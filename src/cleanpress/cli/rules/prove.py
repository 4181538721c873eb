"""`cleanpress rules test`: site files against the pages beside them."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.cli.rules.common import HELP, nothing, rule_files, rules_option


@click.command("test", context_settings=HELP, short_help="Try site files on the pages beside them.")
@click.argument("files", nargs=-1, metavar="[FILE|DIR|SITE]...")
@rules_option
@click.pass_context
def test(ctx: click.Context, files: tuple[str, ...], *, folders: tuple[Path, ...]) -> None:
    """Try each rule on the pages beside its file.

    It has to fire there, to spare the rest, and to change what comes out. Without FILE: all of your own. Exits with 1
    if anything fails.
    """
    from cleanpress.errors import RuleError
    from cleanpress.study.proof import prove

    paths = rule_files(files, folders)
    nothing(paths)
    failed = 0
    for path in paths:
        try:
            proven = prove(path)
        except RuleError as error:
            click.echo(str(error))
            failed += 1
            continue
        for failure in proven.failures:
            click.echo(str(failure))
        failed += bool(proven.failures)
        mark = "FAILED" if proven.failures else "ok"
        click.echo(f"{mark:<6}  {path}: {proven.rules} rules on {proven.pages} pages")
    ctx.exit(1 if failed else 0)
