"""Write blocks as Markdown: CommonMark with pipe tables."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from cleanpress.model import Block, Figure, Image, Item, Mark, Role
from cleanpress.render.flow import Listing, Piece, Quotation, Table, continues, flow, item_of
from cleanpress.render.inline import Run, runs, safe_href

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w{1,40};)|&(?=#?\w*$)|!$")
_LINE_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=[#>+=:|-])")
_FOLD = re.compile(r"[ \t\r\n\v\f]+")
_TICKS = re.compile(r"`+")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MOST_NUMBER = 999_999_999
_MOST_NESTED = 50


def render(
    blocks: Sequence[Block],
    *,
    headline: Block | None = None,
    front_matter: Mapping[str, Any] | None = None,
    figures: Sequence[Figure] = (),
    images: Sequence[Image] = (),
) -> str:
    """The blocks as Markdown, ending in a newline; "" if there is nothing to write.

    Args:
        blocks: The blocks to show, in order.
        headline: The headline, written first as heading 1.
        front_matter: Written before all as YAML; None values are left out.
        figures: Pictures to show, each where it stands on the page.
        images: The page's pictures, to place figures without caption and credit.
    """
    parts = []
    if front_matter:
        parts.append(_front_matter(front_matter))
    if headline is not None and (title := _heading(headline, 1)):
        parts.append(title)
    parts.extend(filter(None, (_piece(piece) for piece in flow(blocks, headline, figures, images))))
    return "\n\n".join(parts) + "\n" if parts else ""


def _piece(piece: Piece) -> str:
    if isinstance(piece, Block):
        return _block(piece)
    if isinstance(piece, Listing):
        return _listing(piece)
    if isinstance(piece, Quotation):
        return "\n>\n".join("> " + line for line in map(_paragraph, piece.blocks) if line)
    if isinstance(piece, Table):
        return _table(piece)
    return _figure(piece)


def _block(block: Block) -> str:
    role = block.role
    if role is Role.HEADLINE:
        return _heading(block, 1)
    if role is Role.SUBHEAD or role is Role.QUESTION:
        return _heading(block, max(2, block.level or 2))
    if role is Role.CODE:
        return _code(block.text)
    if role is Role.PULL_QUOTE:
        line = _paragraph(block)
        return "> " + line if line else ""
    if role is Role.CAPTION or role is Role.CREDIT:
        return _line(block.text, block.marks, em=True)
    return _paragraph(block)


def _heading(block: Block, level: int) -> str:
    line = _inline(block.text, block.marks)
    body = line.rstrip("#")
    if body != line:  # hashes at the end of a heading would vanish
        line = f"{body}\\{line[len(body) :]}"
    return "#" * min(level, 6) + " " + line if line else ""


def _paragraph(block: Block) -> str:
    return _line(block.text, block.marks)


def _line(text: str, marks: Sequence[Mark], *, em: bool = False) -> str:
    """One line that no reader takes for anything but running text."""
    line = _inline(text, marks, em=em)
    start = _LINE_START.match(line)
    return f"{start[1] or ''}\\{line[start.end() :]}" if start else line


def _code(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _figure(figure: Figure) -> str:
    href = safe_href(figure.url)
    parts = [f"![{_inline(figure.alt, ())}]({_address(href)})"] if href else []
    parts += [_line(block.text, block.marks, em=True) for block in (*figure.captions, *figure.credits)]
    return "\n\n".join(filter(None, parts))


def _listing(listing: Listing) -> str:
    lines: list[str] = []
    levels: list[_Level] = []
    last: Block | None = None
    for block in listing.blocks:
        line = _paragraph(block)
        if not line:
            continue
        if last is not None and levels and continues(last, block):
            lines += ["", " " * (levels[-1].indent + levels[-1].width) + line]
            continue
        item = item_of(block)
        level, fresh = _enter(levels, item._replace(depth=min(item.depth, _MOST_NESTED)))
        if fresh and lines and level.number != 1:
            lines.append("")  # a list that does not begin with 1 cannot interrupt a paragraph
        marker = f"{level.number}{level.sign} " if level.ordered else f"{level.sign} "
        level.width = len(marker)
        lines.append(" " * level.indent + marker + line)
        last = block
    return "\n".join(lines)


class _Level:
    """A list that is open while its items are written."""

    __slots__ = ("depth", "indent", "number", "ordered", "sign", "width")

    def __init__(self, item: Item, indent: int, sign: str) -> None:
        self.depth = item.depth
        self.indent = indent
        self.number = _number(item)
        self.ordered = item.ordered
        self.sign = sign
        self.width = 2


def _enter(levels: list[_Level], item: Item) -> tuple[_Level, bool]:
    """Open or go on with the list that the item is in; whether it was opened."""
    while levels and levels[-1].depth > item.depth:
        levels.pop()
    old = levels.pop() if levels and levels[-1].depth == item.depth else None
    if old and old.ordered == item.ordered and (_number(item) > old.number or item.number == 1 == old.number):
        old.number = _number(item)
        levels.append(old)
        return old, False
    # Another sign tells readers that this is another list.
    first, second = (".", ")") if item.ordered else ("-", "+")
    indent = levels[-1].indent + levels[-1].width if levels else 0
    level = _Level(item, indent, second if old and old.sign == first else first)
    levels.append(level)
    return level, True


def _number(item: Item) -> int:
    return min(max(item.number, 0), _MOST_NUMBER)


def _table(table: Table) -> str:
    rows = [
        [" ".join(_inline(block.text, block.marks) for block in cell).replace("|", "\\|") for cell in row]
        for row in table.rows
    ]
    width = max(map(len, rows))
    head = rows.pop(0) if table.header else [""] * width
    head += [""] * (width - len(head))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *rows))


def _inline(text: str, marks: Sequence[Mark], *, em: bool = False) -> str:
    """Text with its links and emphasis in one line, everything else in it escaped."""
    pieces = runs(text, marks, em=em)
    out = ""
    parts: list[str] = []
    groups = [(href, list(group)) for href, group in groupby(pieces, key=lambda run: run.href)]
    for i, (href, group) in enumerate(groups):
        following = groups[i + 1][1][0].text[:1] if i + 1 < len(groups) else ""
        before = out[-1:] or " "
        if href and any(not run.text.isspace() for run in group):
            inner = _emphasised(group, "[", "]")
            left = inner[: len(inner) - len(inner.lstrip())]
            right = inner[len(inner.rstrip()) :]
            out = f"{left}[{inner.strip()}]({_address(href)}){right}"
        else:
            out = _emphasised(group, before, following or " ")
        parts.append(out)
        out = out or before
    return _FOLD.sub(" ", "".join(parts)).strip()


def _emphasised(group: Sequence[Run], before: str, after: str) -> str:
    """Runs of one link, or of none, between the two characters given."""
    out: list[str] = []
    closed = False
    for i, run in enumerate(group):
        core = run.text.strip()
        sign = "*" * (2 * run.strong + run.em)
        last = out[-1][-1] if out else before
        following = group[i + 1].text[:1] if i + 1 < len(group) else after
        if not core:
            piece = run.text and " "
        elif run.code and (last != "`" or run.text[0].isspace()):
            piece = _code_span(run.text)
        elif sign:
            lead = run.text[: len(run.text) - len(run.text.lstrip())]
            tail = run.text[len(run.text.rstrip()) :]
            touching = closed and not lead
            if not touching and _flanks(lead[-1:] or last, core[0]) and _flanks(tail[:1] or following, core[-1]):
                piece = f"{lead}{sign}{_escape(core)}{sign}{tail}"
                closed = not tail
                out.append(piece)
                continue
            piece = _escape(run.text)
        else:
            piece = _escape(run.text)
        closed = False
        if piece:
            out.append(piece)
    return "".join(out)


def _flanks(outside: str, inside: str) -> bool:
    """Whether an emphasis sign may stand between the two characters, by the narrowest reading of CommonMark."""
    return outside in " \t\n\xa0" or (outside in _PUNCTUATION and outside != "*") or inside.isalnum()


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _code_span(text: str) -> str:
    lead = " " * (text[0].isspace())
    tail = " " * (text[-1].isspace())
    text = text.strip()
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " * (text[0] == "`" or text[-1] == "`")
    return f"{lead}{fence}{pad}{text}{pad}{fence}{tail}"


def _address(href: str) -> str:
    return _REFERENCE.sub("&amp;", quote(href, safe="%/:?#@!$&'*+,;=~[]", errors="replace"))


def _front_matter(values: Mapping[str, Any]) -> str:
    lines = [f"{_key(name)}: {_yaml(value)}" for name, value in values.items() if value is not None]
    return "\n".join(["---", *lines, "---"])


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) and name.lower() not in _YAML_WORDS else _yaml(name)


def _yaml(value: Any) -> str:
    """A value on one line that YAML 1.1 and 1.2 read alike."""
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float):
        text = repr(value) if math.isfinite(value) else ".nan" if math.isnan(value) else f"{'-' * (value < 0)}.inf"
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_yaml(str(name))}: {_yaml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return "[" + ", ".join(map(_yaml, items)) + "]"
    text = json.dumps(str(value), ensure_ascii=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
