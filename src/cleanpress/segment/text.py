"""Plain text to blocks: blank lines, single lines or hard-wrapped paragraphs, with offsets kept."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Item, Limits
from cleanpress.segment.page import Page
from cleanpress.segment.tags import CONTEXT_BIT

_ATX = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_SETEXT = re.compile(r"(=|-)\1{2,}$")
_BULLET = re.compile(r"([-*+•‣▪◦·–])[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"(>[ \t]?)+")
_RULE = re.compile(r"([-*_=~])(?:[ \t]*\1){2,}$")
_FENCE = re.compile(r"(```+|~~~+)")


# Lines of code, by their marks alone: brackets at the ends, calls, assignments, comments, tags. The words of a language
# would take lines of prose, and so would a semicolon alone (lists of law end in one).
_CODE = re.compile(
    r"[{}]$|^[}\])]+[;,]?$|[)\]]\s*[:;]$|=.*;$|^[\w.]+\(.*\)$|\s(?:=|:=|==|=>|->|\+=)\s"
    r"|^(?:#include|//|/\*|\*/|\$ \S)|^</?\w[^>]*>$"
)
_MOSTLY = 2 / 3  # of a group's lines that have to look like code
_PIPES = re.compile(r"\|.*\|$")
_UNDER_HEAD = re.compile(r"\|?[\s:|-]*-[\s:|-]*$")


class _Line(NamedTuple):
    start: int
    text: str
    indent: int = 0


def segment_text(text: str, url: str | None, limits: Limits) -> Page:
    """Cut plain text into blocks.

    A line is a block, unless the text is hard-wrapped: then the lines of a paragraph that fill the measure are one.
    Bullets, setext and ATX headings, `>` quotes, fences, rows of cells and groups of lines of code are understood.

    Raises:
        LimitError: More blocks than `limits.max_nodes`.
    """
    page = Page("text", url)
    groups = _joined(_groups(text))
    measure = _measure(groups)
    for group in groups:
        _segment_group(page, group, measure)
        if len(page) > limits.max_nodes:
            raise LimitError(f"more than {limits.max_nodes} blocks; raise Limits.max_nodes to read it")
    return page


def _groups(text: str) -> list[list[_Line]]:
    """Lines between blank lines; a fenced block stays whole, its fences first and last."""
    groups: list[list[_Line]] = [[]]
    at, fence = 0, ""
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        mark = _FENCE.match(line)
        if fence:
            groups[-1].append(_Line(at, raw.rstrip()))
            if mark and line.startswith(fence):
                fence = ""
                groups.append([])
        elif mark:
            fence = mark[1]
            groups.append([_Line(at, line)])
        elif line:
            indent = len(raw) - len(raw.lstrip())
            groups[-1].append(_Line(at + indent, line, indent))
        elif groups[-1]:
            groups.append([])
        at += len(raw)
    return [g for g in groups if g]


def _joined(groups: list[list[_Line]]) -> list[list[_Line]]:
    """The groups, with code and tables that have a blank line after every line as one group each."""
    out: list[list[_Line]] = []
    i = 0
    while i < len(groups):
        end = i
        while end < len(groups) and len(groups[end]) == 1:
            end += 1
        lines = [group[0] for group in groups[i:end]]
        at = 0
        while at < len(lines):
            size = max(1, _coded(lines, at), _rows(lines, at))
            out.append(lines[at : at + size])
            at += size
        if end < len(groups):
            out.append(groups[end])
        i = end + 1
    return out


def _measure(groups: list[list[_Line]]) -> int:
    """The line length at which the text is hard-wrapped, or 0.

    Wrapped text has groups of three lines and more whose lines, but for the last, could not have held the
    first word of the next line.
    """
    lines = [line.text for g in groups for line in g]
    if len(lines) < 4:
        return 0
    width = max(map(len, lines))
    if not 40 <= width <= 132:
        return 0
    full = short = 0
    for group in groups:
        for line, following in pairwise(group):
            if len(line.text) + 1 + len(following.text.split(" ", 1)[0]) > width - 4:
                full += 1
            else:
                short += 1
    return width if full >= 3 and full > 3 * short else 0


def _segment_group(page: Page, group: list[_Line], measure: int) -> None:
    if len(group) > 2 and _FENCE.match(group[0].text) and _FENCE.match(group[-1].text.strip()):
        _emit(page, group[1:-1], "pre", CONTEXT_BIT["pre"], joiner="\n")
        return
    group = [line for line in group if line.text.strip()]
    if _is_code(group):
        _emit(page, _indented(group), "pre", CONTEXT_BIT["pre"], joiner="\n")
        return
    i = 0
    while i < len(group):
        line = group[i]
        rows = _rows(group, i)
        if rows:
            _emit_table(page, group[i : i + rows])
            i += rows
            continue
        coded = _coded(group, i)
        if coded:
            _emit(page, _indented(group[i : i + coded]), "pre", CONTEXT_BIT["pre"], joiner="\n")
            i += coded
            continue
        if i + 1 < len(group) and _SETEXT.match(group[i + 1].text):
            _emit(page, [line], "h1" if group[i + 1].text[0] == "=" else "h2", 0)
            i += 2
            continue
        if _RULE.match(line.text):
            page.rules.append(len(page.texts))
            i += 1
            continue
        j = i + 1
        while j < len(group) and _continues(group[j - 1], group[j], measure):
            j += 1
        _emit_marked(page, group[i:j])
        i = j


def _is_code(group: list[_Line]) -> bool:
    """Whether nearly all of several lines look like code."""
    if len(group) < 2:  # one line proves nothing
        return False
    return sum(1 for line in group if _CODE.search(line.text)) >= _MOSTLY * len(group)


def _coded(group: list[_Line], at: int) -> int:
    """How many lines from here on are code among prose: marked as such, two at least, or set in under a marked one."""
    end, marked = at, 0
    while end < len(group):
        if _CODE.search(group[end].text):
            marked += 1
        elif not marked or group[end].indent <= group[at].indent:
            break
        end += 1
    return end - at if marked > 1 else 0


def _indented(group: list[_Line]) -> list[_Line]:
    """The lines with what they are indented by, less what all are."""
    least = min(line.indent for line in group)
    return [_Line(x.start - x.indent + least, " " * (x.indent - least) + x.text) for x in group]


def _rows(group: list[_Line], at: int) -> int:
    """How many lines from here on are rows of a table: as many cells between tabs, or cells between pipes."""
    tabs, pipes = group[at].text.count("\t"), bool(_PIPES.match(group[at].text))
    if not tabs and not pipes:
        return 0
    end = at
    while end < len(group) and (
        _PIPES.match(group[end].text) if pipes else group[end].text.count("\t") == tabs  # as many cells
    ):
        end += 1
    return end - at if end - at > 1 else 0


def _emit_table(page: Page, lines: list[_Line]) -> None:
    """Emit the cells of a table's rows; of a table with pipes the row above the line of dashes is the header."""
    table = max((cell.table for cell in page.cells.values()), default=-1) + 1
    headed = _UNDER_HEAD.match(lines[1].text) is not None
    rows = [line for line in lines if not _UNDER_HEAD.match(line.text)]
    for row, line in enumerate(rows):
        inner = line.text.strip("|") if "\t" not in line.text else line.text
        at = line.start + line.text.index(inner)
        for column, raw in enumerate(re.split(r"\t" if "\t" in line.text else r"\|", inner)):
            cell = Cell(table, row, column, headed and row == 0)
            _emit(page, [_Line(at + len(raw) - len(raw.lstrip()), raw.strip())], "td", CONTEXT_BIT["td"], cell=cell)
            at += len(raw) + 1


def _continues(line: _Line, following: _Line, measure: int) -> bool:
    """Whether the next line goes on with the paragraph of this one."""
    if not measure or _ATX.match(line.text):
        return False
    text = following.text
    if _BULLET.match(text) or _NUMBER.match(text) or _ATX.match(text) or _RULE.match(text):
        return False
    if bool(_QUOTE.match(text)) != bool(_QUOTE.match(line.text)):
        return False
    return len(line.text) + 1 + len(text.split(" ", 1)[0]) > measure * 0.8


def _emit_marked(page: Page, lines: list[_Line]) -> None:
    """Emit lines as the kind of block that their first marks."""
    first = lines[0]
    quote = _QUOTE.match(first.text)
    if quote:
        cut = [
            _Line(x.start + (m.end() if (m := _QUOTE.match(x.text)) else 0), _QUOTE.sub("", x.text, count=1))
            for x in lines
        ]
        _emit(page, cut, "blockquote", CONTEXT_BIT["blockquote"])
        return
    heading = _ATX.match(first.text)
    if heading:
        _emit(page, [_Line(first.start + heading.start(2), heading[2])], f"h{len(heading[1])}", 0)
        return
    for pattern, ordered in ((_BULLET, False), (_NUMBER, True)):
        mark = pattern.match(first.text)
        if mark:
            cut = [_Line(first.start + mark.end(), first.text[mark.end() :]), *lines[1:]]
            number = int(mark[1]) if ordered else 1
            _emit(page, cut, "li", CONTEXT_BIT["li"], item=Item(1, ordered, number))
            return
    _emit(page, lines, "", 0)


def _emit(
    page: Page,
    lines: list[_Line],
    tag: str,
    context: int,
    *,
    joiner: str = " ",
    item: Item | None = None,
    cell: Cell | None = None,
) -> None:
    text = joiner.join(line.text for line in lines)
    if joiner == " ":
        text = " ".join(text.split())
    if not text.strip():
        return
    if item:
        page.items[len(page.texts)] = item
    if cell:
        page.cells[len(page.texts)] = cell
    page.texts.append(text)
    page.spans.append((lines[0].start, lines[-1].start + len(lines[-1].text)))
    page.tag.append(tag)
    page.context.append(context | (CONTEXT_BIT.get(tag, 0)))
    page.node.append(-1)
    page.hidden.append(False)
    page.make.append((tag, 0, "", 0, "", 0))
    for column in (page.linked, page.links, page.strong, page.inline, page.hints_own, page.hints_near, page.hints_far):
        column.append(0)
