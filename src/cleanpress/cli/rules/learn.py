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
    from cleanpress.document import Document
    from cleanpress.rules.site.schema import SiteFile
    from cleanpress.study.memory import SiteMemory

_LEAST = 3  # pages
_SAMPLE = 8  # of them that may become proof
_STEM = "learned"  # of the proof pages; those of an earlier run go


@click.command(context_settings=HELP, no_args_is_help=True, short_help="Learn a site's rules from its pages.")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="File, or folder; default: stdout."
)
@click.option("--host", metavar="HOST", help="The site's host; default: as the first page that tells it.")
@click.option("--memory", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Go on from what is remembered in this file, and remember there.")  # fmt: skip
@click.option("--proof/--no-proof", default=None,
              help="Write proof pages beside the file, and leave out rules that none of the pages shows the use of; "
                   "default: with -o and without --memory.")  # fmt: skip
@click.pass_context
def learn(
    ctx: click.Context, pages: tuple[str, ...], *, output: Path | None, host: str | None, memory: Path | None,
    proof: bool | None,
) -> None:  # fmt: skip
    """Learn a site's rules from three or more of its pages: files, folders or addresses.

    What recurs with the same text is furniture; what always holds the text, captions or teasers gets that role. The
    result is an ordinary site file with counts as reasons, to be looked through and corrected, and with -o the pages
    that prove it beside it, made anonymous.
    """
    if proof and output is None:
        raise click.UsageError("--proof needs a place for the pages: give -o")
    prove = proof if proof is not None else output is not None and memory is None
    from cleanpress.pipeline import Extractor
    from cleanpress.rules.site.write import site_toml
    from cleanpress.study.triage import host_told

    report = Report()
    kind: InputKind = "html"
    site = _remembered(memory, host)
    extractor = Extractor(site_rules=False)
    hosts: set[str] = set()
    sample: list[Document] = []
    for source in find(pages, kind, report):
        try:
            doc = document(source, kind, None, extractor)
            site.update(doc)
        except (CleanpressError, OSError) as error:
            report.fail(label(source), cause(error))
            continue
        if prove and len(sample) < _SAMPLE:
            sample.append(doc)
        told = host_told(doc)
        hosts |= {told} if told else set()
        site.host = site.host or told or None
    if host is None and len(hosts) > 1:
        report.note("rules learn", f"pages of {len(hosts)} hosts ({', '.join(sorted(hosts)[:4])}); give those of one")
    if site.pages < _LEAST:
        raise click.UsageError(f"{site.pages} page(s) could be read; it takes {_LEAST} of one site")
    try:
        file = site.rules()
    except InputError as error:
        raise click.UsageError(f"{error.message} (--host)") from error
    if memory:
        memory.write_bytes(site.to_bytes())
    if output is None:
        click.echo(site_toml(file), nl=False)
    else:
        path = output / f"{site.host}.toml" if output.is_dir() or output.suffix != ".toml" else output
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _write(path, file, sample, report)
        report.note(click.format_filename(path), f"{len(file.rule)} rules from {site.pages} pages")
    ctx.exit(1 if report.failures else 0)


def _write(path: Path, file: SiteFile, sample: list[Document], report: Report) -> SiteFile:
    """Write the file, and where there are pages its proof; gives what was written."""
    from cleanpress.rules.site.write import site_toml
    from cleanpress.study.draft import write_pages
    from cleanpress.study.proof import prove
    from cleanpress.study.supply import supply

    if sample:
        file, fixtures, left_out = supply(file, sample, _STEM)
        if left_out:
            report.note(click.format_filename(path), f"left out, as no page shows their use: {', '.join(left_out)}")
    path.write_text(site_toml(file), encoding="utf-8")
    if sample:
        write_pages(path.with_suffix(""), fixtures, _STEM)
        for failure in prove(path).failures if fixtures else ():
            report.note(click.format_filename(path), f"its proof does not hold yet: {failure}")
    return file


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
