"""`cleanpress rules list`: which files speak of a host."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.cli.rules.common import HELP, in_force, place_of, rules_option


@click.command("list", context_settings=HELP, short_help="List the files that speak of a host.")
@click.argument("host", required=False)
@rules_option
def list_(host: str | None, *, folders: tuple[Path, ...]) -> None:
    """List the site and platform files that are in force, the nearest first; those of HOST (or an address) if given.

    Platform files go by the page, so they are listed for no host.
    """
    rules = in_force(folders)
    if host is None:
        files = list(rules.files)
    else:
        from urllib.parse import urlsplit

        name = urlsplit(host if "//" in host else f"//{host}").hostname
        files = rules.named(name) if name else []
    for file in files:
        compiled = rules.compiled(file)
        number = f"{len(compiled.rules)} rules" if compiled else "wrong"
        kind = "site" if file.hosts else "platform"
        click.echo(f"{file.name:<28} {kind:<9} {place_of(file.path):<9} {number:<9} {file.path}")
    if not files:
        click.echo(f"no file speaks of {host}" if host else "no site files", err=True)
