"""`cleanpress triage`: which pages and hosts of a crawl need a site rule most."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import click

from cleanpress.cli.pages import document, find, label
from cleanpress.cli.report import Report, cause
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.study.triage import HostNeed, PageNeed


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    short_help="List the pages and hosts that need a rule most.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="DIR...")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="Pages and hosts to list.")
@click.option("--no-second-opinion", is_flag=True, help="Do not ask trafilatura what it keeps; some 5 times quicker.")
@click.option("-f", "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def triage(
    ctx: click.Context, inputs: tuple[str, ...], *, top: int, no_second_opinion: bool, style: Literal["table", "json"]
) -> None:
    """List the pages and hosts of a crawl that need a site rule most.

    A page needs one the more, the less its confidence is, the more of it is doubtful or disputed by a second
    opinion, and the more prompts are in its text. DIR is a folder, searched to the bottom, or a page.
    """
    from cleanpress.pipeline import Extractor
    from cleanpress.study.doubts import second_opinion
    from cleanpress.study.triage import host_needs, page_need

    report = Report()
    extractor = Extractor()
    pages: list[PageNeed] = []
    sources = find(inputs, "html", report)
    with report.progress(len(sources), wanted=True) as advance:
        for source in sources:
            try:
                doc = document(source, "html", None, extractor)
            except (CleanpressError, OSError) as error:
                report.fail(label(source), cause(error))
            else:
                opinion = None if no_second_opinion else second_opinion(doc)
                pages.append(page_need(doc, label(source), opinion))
            advance()
    pages.sort(key=lambda page: (-page.need, page.name))
    hosts = host_needs(pages)
    if style == "json":
        found = {"pages": [p._asdict() for p in pages[:top]], "hosts": [h._asdict() for h in hosts[:top]]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _table(pages, hosts, top)
    ctx.exit(1 if report.failures else 0)


def _table(pages: list[PageNeed], hosts: list[HostNeed], top: int) -> None:
    click.echo(f"{'need':>5} {'pages':>6} {'weak':>5} {'disputed':>8} {'leaks':>6}  host")
    for h in hosts[:top]:
        click.echo(f"{h.need:>5.2f} {h.pages:>6} {h.weak:>5} {h.disputed:>8} {h.leaks:>6}  {h.host or '(not told)'}")
    click.echo(f"\n{'need':>5} {'conf':>5} {'unsure':>7} {'disputed':>8} {'leaks':>6}  page")
    for p in pages[:top]:
        click.echo(
            f"{p.need:>5.2f} {p.confidence:>5.2f} {p.unsure:>7.2f} {p.disagreement:>8.2f} {p.leaks:>6}  {p.name}"
        )
