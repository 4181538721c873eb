"""`cleanpress rules learn`: a site file out of several pages of a site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanpress.cli.options import InputKind
from cleanpress.cli.pages import document, find, label
from cleanpress.cli.report import Report, cause
from cleanpress.cli.rules.common import HELP
from cleanpress.errors import CleanpressError, InputError

if TYPE_CHECKING:
    from cleanpress.study.memory import SiteMemory

_LEAST = 3  # pages


@click.command(context_settings=HELP, no_args_is_help=True, short_help="Learn a site's rules from its pages.")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="File, or folder; default: stdout."
)
@click.option("--host", metavar="HOST", help="The site's host; default: as the first page that tells it.")
@click.option("--memory", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Go on from what is remembered in this file, and remember there.")  # fmt: skip
@click.pass_context
def learn(
    ctx: click.Context, pages: tuple[str, ...], *, output: Path | None, host: str | None, memory: Path | None
) -> None:
    """Learn a site's rules from three or more of its pages: files, folders or addresses.

    What recurs with the same text is furniture; what always holds the text, captions or teasers gets that role. The
    result is an ordinary site file with counts as reasons, to be looked through and corrected.
    """
    from cleanpress.pipeline import Extractor
    from cleanpress.study.triage import host_told

    report = Report()
    kind: InputKind = "html"
    site = _remembered(memory, host)
    extractor = Extractor(site_rules=False)
    hosts: set[str] = set()
    for source in find(pages, kind, report):
        try:
            doc = document(source, kind, None, extractor)
            site.update(doc)
        except (CleanpressError, OSError) as error:
            report.fail(label(source), cause(error))
            continue
        told = host_told(doc)
        hosts |= {told} if told else set()
        site.host = site.host or told or None
    if host is None and len(hosts) > 1:
        report.note("rules learn", f"pages of {len(hosts)} hosts ({', '.join(sorted(hosts)[:4])}); give those of one")
    if site.pages < _LEAST:
        raise click.UsageError(f"{site.pages} page(s) could be read; it takes {_LEAST} of one site")
    try:
        text = site.to_toml()
    except InputError as error:
        raise click.UsageError(f"{error.message} (--host)") from error
    if memory:
        memory.write_bytes(site.to_bytes())
    if output is None:
        click.echo(text, nl=False)
    else:
        path = output / f"{site.host}.toml" if output.is_dir() or not output.suffix else output
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        report.note(click.format_filename(path), f"{len(site.rules().rule)} rules from {site.pages} pages")
    ctx.exit(1 if report.failures else 0)


def _remembered(file: Path | None, host: str | None) -> SiteMemory:
    from cleanpress.study.memory import SiteMemory

    if file is None or not file.exists():
        return SiteMemory(host)
    try:
        memory = SiteMemory.from_bytes(file.read_bytes())
    except (InputError, OSError) as error:
        raise click.UsageError(f"{file}: {cause(error)}") from error
    if host:
        memory.host = host
    return memory
