"""`cleanpress rules check`: what is wrong with site files."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.cli.rules.common import HELP, nothing, rule_files, rules_option


@click.command(context_settings=HELP, short_help="Say what is wrong with site files.")
@click.argument("files", nargs=-1, metavar="[FILE|DIR|SITE]...")
@click.option("--index", is_flag=True, help="Write down the hosts of each folder, so that a big one loads faster.")
@rules_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], *, index: bool, folders: tuple[Path, ...]) -> None:
    """Say everything that is wrong with site files, with file, key and line.

    Without FILE: all of your own. Exits with 1 if anything is wrong.
    """
    from cleanpress.rules.site.check import clashes, problems
    from cleanpress.rules.site.index import write_index

    paths = rule_files(files, folders)
    nothing(paths)
    found = [error for path in paths for error in problems(path)] + clashes(paths)
    for error in found:
        click.echo(str(error))
    click.echo(f"{len(paths)} files, {len(found)} problems", err=True)
    for folder in dict.fromkeys(path.parent for path in paths) if index else ():
        click.echo(f"{folder}: hosts of {write_index(folder)} files written down", err=True)
    ctx.exit(1 if found else 0)
