"""`cleanpress explain`: the role of every block of a page, and the reasons for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

import cleanpress
from cleanpress.cli.options import InputKind, input_options, roles, rules_options
from cleanpress.cli.pages import document, find, label
from cleanpress.cli.report import Report, cause
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.document import Document
    from cleanpress.model import Block, Evidence, Role
    from cleanpress.pipelines.inputs.find import Input

_HEADS = ("block", "role", "conf", "reasons", "text")
_REASONS = 3
_TEXT = 48  # characters of a block's text in the table
_WORDS = 24  # characters of a reason's words in the table


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    short_help="Show each block's role, and why.",
)
@click.argument("page", metavar="INPUT")
@click.option("--block", "indexes", type=click.IntRange(min=0), multiple=True, metavar="N", help="Block N, in full.")
@click.option("--role", "wanted", multiple=True, callback=roles, metavar="ROLE,...", help="Only blocks of these roles.")
@click.option("-f", "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@input_options
@rules_options
def explain(
    page: str,
    *,
    indexes: tuple[int, ...],
    wanted: frozenset[Role],
    style: Literal["table", "json"],
    kind: InputKind,
    url: str | None,
    rule_folders: tuple[Path, ...],
    no_site_rules: bool,
) -> None:
    """Show the role of every block of a page, and why.

    INPUT is an HTML or text file, an http(s) address, or - for standard input. Each reason is a rule with the points it
    gave for the block's role, and the words or class name that triggered it; 100 points multiply the odds by e.
    """
    doc = _document(page, kind, url, rule_folders, site_rules=not no_site_rules)
    blocks = list(doc.blocks)
    if indexes and max(indexes) >= len(blocks):
        raise click.UsageError(f"no block {max(indexes)}; the page has {len(blocks)}, counted from 0")
    chosen = [b for b in blocks if (not indexes or b.index in indexes) and (not wanted or b.role in wanted)]
    if style == "json":
        import json

        click.echo(json.dumps([_as_dict(b) for b in chosen], ensure_ascii=False, indent=2).encode(errors="replace"))
    elif indexes:
        click.echo("\n".join(line for b in chosen for line in _in_full(b)).encode(errors="replace"))
    else:
        _table([_row(b) for b in chosen])
    if style == "table" and doc.rule_files:
        click.echo(f"rules of: {', '.join(doc.rule_files)}", err=True)


def _document(page: str, kind: InputKind, url: str | None, rules: tuple[Path, ...], *, site_rules: bool) -> Document:
    """The page, read; ends the command with a message where it cannot be read."""
    report = Report()
    source = _only(find([page], kind, report))
    try:
        extractor = cleanpress.Extractor(rules=rules or None, site_rules=site_rules)
        return document(source, kind, url, extractor)
    except (CleanpressError, OSError) as error:
        report.fail(label(source), cause(error))
        raise click.exceptions.Exit(1) from error


def _only(sources: list[Input]) -> Input:
    if len(sources) != 1:
        raise click.UsageError("explain takes one page; name a file")
    return sources[0]


def _row(block: Block) -> tuple[str, ...]:
    reasons = [_reason(e) for e in block.evidence if e.role == block.role][:_REASONS]
    return (
        str(block.index),
        block.role.value,
        f"{block.confidence:.2f}",
        ", ".join(reasons) or "-",
        _cut(" ".join(block.text.split()), _TEXT),
    )


def _reason(evidence: Evidence) -> str:
    words = f' "{_cut(evidence.words, _WORDS)}"' if evidence.words else ""
    return f"{evidence.rule} {evidence.strength:+.0f}{words}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _in_full(block: Block) -> Iterable[str]:
    yield f"block       {block.index}"
    yield f"role        {block.role.value} ({block.disposition})"
    yield f"confidence  {block.confidence:.2f}"
    yield f"place       {_place(block)}"
    yield f"text        {block.text}"
    yield "reasons"
    for e in block.evidence:
        yield f"  {e.strength:+7.1f}  {e.role.value:<11}  {e.rule}" + (f'  "{e.words}"' if e.words else "")
    yield ""


def _place(block: Block) -> str:
    return block.place if isinstance(block.place, str) else f"characters {block.place[0]} to {block.place[1]}"


def _as_dict(block: Block) -> dict[str, Any]:
    return {
        "index": block.index,
        "role": block.role.value,
        "disposition": block.disposition,
        "confidence": block.confidence,
        "place": block.place,
        "text": block.text,
        "evidence": [
            {"rule": e.rule, "role": e.role.value, "strength": e.strength, "words": e.words} for e in block.evidence
        ],
    }


def _table(rows: list[tuple[str, ...]]) -> None:
    """A drawn table on a terminal where rich is installed, otherwise columns that grep can read."""
    if sys.stdout.isatty():
        try:
            from rich.console import Console
            from rich.table import Table
            from rich.text import Text
        except ImportError:
            pass
        else:
            table = Table(*_HEADS, box=None, pad_edge=False)
            for row in rows:
                table.add_row(*map(Text, row))  # Text: a page's brackets are no markup
            Console().print(table)
            return
    widths = [max(len(row[i]) for row in [_HEADS, *rows]) for i in range(3)]
    for row in [_HEADS, *rows]:
        line = f"{row[0]:>{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:>{widths[2]}}  {row[4]:<{_TEXT}}  {row[3]}"
        click.echo(line.rstrip().encode(errors="replace"))
