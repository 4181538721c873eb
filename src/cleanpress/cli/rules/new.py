"""`cleanpress rules new`: the draft of a site file from pages that come out wrong, with its proof."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanpress.cli.options import roles
from cleanpress.cli.pages import document, find, label
from cleanpress.cli.report import Report, cause
from cleanpress.cli.rules.common import HELP
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress import Document
    from cleanpress.model import Role
    from cleanpress.study.draft import Drafted, Fixture, Wish

_SHOWN = 20  # doubtful blocks of a page
_TEXT = 56  # letters of a block's text
_OTHERS = 3  # selectors shown beside the one chosen


@click.command(context_settings=HELP, no_args_is_help=True, short_help="Draft a site file from pages that go wrong.")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--role", "names", multiple=True, metavar="ROLE", help="Role of the blocks that the next --text names.")
@click.option("--text", "texts", multiple=True, metavar="WORDS", help="How the blocks begin, or words in them.")
@click.option("--host", metavar="HOST", help="The site's host; default: as the pages tell it.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", default=".",
              help="Folder for the site file and its proof; default: this one.")  # fmt: skip
@click.option("--no-second-opinion", is_flag=True, help="Do not ask trafilatura what it keeps; quicker.")
def new(
    pages: tuple[str, ...], *, names: tuple[str, ...], texts: tuple[str, ...], host: str | None, output: Path,
    no_second_opinion: bool,
) -> None:  # fmt: skip
    """Draft a site file from one or more pages of a site: files or addresses.

    Shows what is doubtful on them, and proposes the most stable selector for the blocks that you name, with --role and
    --text or when asked. Writes HOST.toml, and HOST/ with the pages made anonymous and the roles they have to come to.
    """
    if len(names) != len(texts):
        raise click.UsageError("each --role needs its --text: --role caption --text 'Foto:'")
    docs = _documents(pages)
    host = host or _host(docs)
    if not names or at_terminal():
        _show_doubts(docs, ask=not no_second_opinion)
    wishes = list(_named(docs, names, texts)) if names else list(_asked(docs))
    if not wishes:
        raise click.UsageError("nothing to write: name blocks with --role ROLE --text WORDS")
    _write(docs, host, wishes, output)


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _documents(pages: Sequence[str]) -> list[Document]:
    from cleanpress.pipeline import Extractor

    report = Report()
    extractor = Extractor(site_rules=False)
    docs = []
    for source in find(pages, "html", report):
        try:
            docs.append(document(source, "html", None, extractor))
        except (CleanpressError, OSError) as error:
            report.fail(label(source), cause(error))
    if not docs:
        raise click.exceptions.Exit(1)
    return docs


def _host(docs: Sequence[Document]) -> str:
    from cleanpress.study.triage import host_told

    host = next((told for doc in docs if (told := host_told(doc))), "")
    if not host:
        raise click.UsageError("no page tells its host; name it with --host")
    return host


def _show_doubts(docs: Sequence[Document], *, ask: bool) -> None:
    from cleanpress.study.doubts import doubts, second_opinion

    for number, doc in enumerate(docs):
        found = doubts(doc, opinion=second_opinion(doc) if ask else None)
        click.echo(f"page {number}: {len(found)} of {len(doc.blocks)} blocks are doubtful")
        for doubt in found[:_SHOWN]:
            block = doc.blocks[doubt.block]
            text = " ".join(block.text.split())[:_TEXT]
            line = f"{block.index:>5}  {block.role.value:<11} {block.confidence:.2f}  {text:<{_TEXT}}  {doubt.why}"
            click.echo(line.encode(errors="replace"))


def _named(docs: Sequence[Document], names: Sequence[str], texts: Sequence[str]) -> Iterator[Wish]:
    """What the options ask for."""
    from cleanpress.study.draft import Wish
    from cleanpress.study.selectors import blocks_with

    for name, text in zip(names, texts, strict=True):
        found = {n: blocks for n, doc in enumerate(docs) if (blocks := blocks_with(doc, text))}
        if not found:
            raise click.UsageError(f"no block begins with or holds {text!r}")
        yield Wish(_role(name), found)


def _role(name: str) -> Role:
    found = roles(click.get_current_context(), click.Option(["--role"]), (name,))
    if len(found) != 1:
        raise click.UsageError("one role for each --text")
    return next(iter(found))


def _asked(docs: Sequence[Document]) -> Iterator[Wish]:
    """What a user at a terminal asks for, until an empty line."""
    from cleanpress.study.draft import Wish
    from cleanpress.study.selectors import blocks_with

    while at_terminal():
        text = click.prompt("Words of a block that is wrong (nothing to end)", default="", show_default=False)
        if not text.strip():
            return
        found = {n: blocks for n, doc in enumerate(docs) if (blocks := blocks_with(doc, text))}
        for n, blocks in found.items():
            for b in sorted(blocks):
                click.echo(f"  page {n}, block {b}: {docs[n].blocks[b]!r}".encode(errors="replace"))
        if not found:
            click.echo("  no block has these words")
            continue
        yield Wish(_asked_role(), found)


def _asked_role() -> Role:
    """The role that a user at a terminal names, asked for until there is one of that name."""
    while True:
        try:
            return _role(click.prompt("Its role"))
        except (click.BadParameter, click.UsageError) as error:
            click.echo(f"  {error.message}")


def _write(docs: Sequence[Document], host: str, wishes: Sequence[Wish], output: Path) -> None:
    from cleanpress.study.draft import draft_file, draft_rule, fixture, write_draft

    drafted: list[Drafted] = []
    for wish in wishes:
        drafted.append(draft_rule(docs, wish, [d.rule.id for d in drafted]))
        _tell(drafted[-1])
    file = draft_file(host, [d.rule for d in drafted])
    fixtures: list[Fixture] = []
    for n, doc in enumerate(docs):
        named = frozenset().union(*(wish.blocks.get(n, frozenset()) for wish in wishes))
        if named:
            fixtures.append(fixture(doc, file, f"page-{len(fixtures) + 1}", named))
    try:
        paths = write_draft(output, file, fixtures)
    except CleanpressError as error:
        raise click.UsageError(str(error)) from error
    for path in paths:
        click.echo(f"written: {click.format_filename(path)}", err=True)
    _prove(paths[0])


def _tell(drafted: Drafted) -> None:
    """The selector chosen, and what else could have been."""
    click.echo(f"{drafted.rule.role.value}: {drafted.rule.css or drafted.rule.xpath}")
    for other in drafted.proposals[1 : 1 + _OTHERS]:
        click.echo(f"    or {other.selector} ({other.wanted} of the blocks named, {other.others} others)")


def _prove(path: Path) -> None:
    """Say whether the draft stands its own test."""
    from cleanpress.study.proof import prove

    found = prove(path)
    for failure in found.failures:
        click.echo(str(failure), err=True)
    if found.failures:
        click.echo("the proof does not hold yet; see above", err=True)
    else:
        click.echo(f"proven on {found.pages} page(s); look at it, then: cleanpress rules test {path}", err=True)
