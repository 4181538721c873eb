"""`cleanpress rules explain`: which files speak of a page, and what each rule says."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.cli.pages import find, label, markup
from cleanpress.cli.report import Report, cause
from cleanpress.cli.rules.common import HELP, in_force, place_of, rules_option

_TEXT = 60
_SHOWN = 3  # blocks of one rule that are shown


@click.command(context_settings=HELP, short_help="Show which rules speak of a page.")
@click.argument("page", metavar="INPUT")
@click.option("--url", metavar="URL", help="Address that the page came from.")
@click.option("--all", "every", is_flag=True, help="Show every block of a rule.")
@rules_option
@click.pass_context
def explain(ctx: click.Context, page: str, *, url: str | None, every: bool, folders: tuple[Path, ...]) -> None:
    """Show which files speak of a page, what each of their rules says of which blocks, and who wins."""
    from cleanpress.errors import CleanpressError

    report = Report()
    sources = find([page], "html", report)
    if len(sources) != 1:
        raise click.UsageError("name one page")
    source = sources[0]
    try:
        for line in _told(markup(source), url or (source.name if source.kind == "url" else None), folders, every=every):
            click.echo(line.encode(errors="replace"))
    except (CleanpressError, OSError) as error:
        report.fail(label(source), cause(error))
        ctx.exit(1)


def _told(data: bytes | str, url: str | None, folders: tuple[Path, ...], *, every: bool) -> list[str]:
    from cleanpress.annotate.site.markup import Markup
    from cleanpress.annotate.site.speak import files_for, heard
    from cleanpress.model import Limits
    from cleanpress.pipeline import Extractor, open_html, segment_html

    rules = in_force(folders)
    limits = Limits()
    markup = open_html(data, url, limits)
    page, markup, root = segment_html(markup, url, limits)
    scene = Markup(page, markup, root)
    files = files_for(page, scene, rules)
    if not files:
        return [f"no file speaks of {url or 'this page'}" + ("" if url else "; give its address with --url")]
    said = heard(page, scene, files)
    blocks = Extractor(rules=rules, site_rules=False).extract(data, url).blocks
    out = []
    for compiled in files:
        where = f"{compiled.path} ({place_of(compiled.path)})" if compiled.path else "given"
        out.append(f"{compiled.prefix.rstrip('/')}  {where}")
        for rule in compiled.rules:
            hit = [
                (b, c.evidence)
                for b, claims in sorted(said.claims.items())
                for c in claims
                if c.evidence.rule == rule.id
            ]
            out.append(f"  {rule.rule.id}: {rule.rule.role}, {rule.rule.strength}, {len(hit)} blocks")
            for block, evidence in hit if every else hit[:_SHOWN]:
                won = "" if blocks[block].role is evidence.role else f" (but {blocks[block].role})"
                out.append(f"    {block:>4}{won}  {blocks[block].text[:_TEXT]}")
        for bound in said.bounds:
            if bound.rule.startswith(compiled.prefix) and bound.blocks:
                sides = "not running text" if bound.points > 1000 else "hardly furniture"
                out.append(f"  {bound.rule.partition('/')[2]}: {len(bound.blocks)} blocks {sides}, by {bound.words}")
    return out + [f"{key.replace('_', ' ')}: {link}" for key, link in said.links.items()]
