"""`cleanpress rules import`: site configs of the ftr format as site files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cleanpress.cli.rules.common import HELP

if TYPE_CHECKING:
    from cleanpress.study.ftr_rules import Account


@click.command("import", context_settings=HELP, no_args_is_help=True, short_help="Bring over ftr site configs.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Folder that the site files are written to; without it, only the account is given.")  # fmt: skip
@click.option("-f", "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="The account: a table of what went where, or each line as JSON.")  # fmt: skip
def import_(folder: Path, *, output: Path | None, style: Literal["table", "json"]) -> None:
    """Bring over the site configs (HOST.txt) of DIR, in the text format of ftr-site-config.

    Each line is accounted for: carried, dropped with the reason, or unknown. XPaths stay XPaths.
    """
    from cleanpress.errors import InputError
    from cleanpress.rules.site.write import site_toml
    from cleanpress.study.ftr_rules import import_folder

    accounts: list[Account] = []
    files = written = 0
    try:
        for found in import_folder(folder):
            files += 1
            accounts += found.accounts
            if found.site and output:
                output.mkdir(parents=True, exist_ok=True)
                (output / f"{found.site.name}.toml").write_text(site_toml(found.site), encoding="utf-8")
            written += found.site is not None
    except InputError as error:
        raise click.UsageError(str(error)) from error
    if style == "json":
        for account in accounts:
            click.echo(json.dumps(account._asdict(), ensure_ascii=False))
    else:
        _table(accounts)
    where = f" to {output}" if output else " could be written (-o DIR)"
    click.echo(f"{files} site configs, {written} site files{where}", err=True)


def _table(accounts: list[Account]) -> None:
    """What was carried and what not by key, the reasons with their counts, and each unknown line."""
    keys = Counter((a.key or "(no key)", a.outcome) for a in accounts)
    click.echo(f"{'key':<24} {'carried':>8} {'dropped':>8} {'unknown':>8}")
    for key in sorted({key for key, _ in keys}):
        counts = (keys[key, outcome] for outcome in ("carried", "dropped", "unknown"))
        click.echo(f"{key:<24} " + " ".join(f"{n:>8}" for n in counts))
    reasons = Counter((a.key, a.why) for a in accounts if a.outcome == "dropped")
    if reasons:
        click.echo("\nnot carried, and why")
    for (key, why), count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{count:>6}  {key}: {why}")
    unknown = [a for a in accounts if a.outcome == "unknown"]
    if unknown:
        click.echo("\nunknown")
    for account in unknown:
        click.echo(f"  {account.file}:{account.line}: {account.key or account.value}: {account.why}")
