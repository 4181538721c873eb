"""Write blocks as plain semantic HTML, sanitised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from cleanpress.errors import CleanpressError
from cleanpress.model import Block, Figure, Image, Mark, Role
from cleanpress.render.flow import Listing, Piece, Quotation, Table, continues, flow, item_of
from cleanpress.render.inline import Run, runs, safe_href

_TAGS = frozenset(
    "article h1 h2 h3 h4 h5 h6 p ul ol li table tbody tr th td pre code blockquote aside figure figcaption img address"
    " a strong em".split()
)
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "aside": {"role"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
_MOST_NESTED = 50
_MOST_NUMBER = 999_999_999


def render(
    blocks: Sequence[Block],
    *,
    headline: Block | None = None,
    figures: Sequence[Figure] = (),
    images: Sequence[Image] = (),
) -> str:
    """The blocks as one `article` element.

    Args:
        blocks: The blocks to show, in order.
        headline: The headline, written first as h1.
        figures: Pictures to show, each where it stands on the page.
        images: The page's pictures, to place figures without caption and credit.

    Raises:
        CleanpressError: nh3 is not installed.
    """
    parts = ["<article>"]
    if headline is not None and headline.text.strip():
        parts.append(_element("h1", headline))
    parts.extend(_piece(piece) for piece in flow(blocks, headline, figures, images))
    parts.append("</article>")
    return _clean("\n".join(parts)) + "\n"


def _clean(markup: str) -> str:
    """The markup with nothing in it but the elements, attributes and addresses that are written here."""
    try:
        import nh3
    except ImportError as error:
        raise CleanpressError("rendering HTML needs nh3; run: pip install cleanpress[html]") from error
    return nh3.clean(markup, tags=set(_TAGS), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Block):
        return _BLOCKS.get(piece.role, _paragraph)(piece)
    if isinstance(piece, Listing):
        return _listing(piece)
    if isinstance(piece, Quotation):
        return "<blockquote>" + "".join(map(_paragraph, piece.blocks)) + "</blockquote>"
    if isinstance(piece, Table):
        return _table(piece)
    return _figure(piece)


def _element(tag: str, block: Block) -> str:
    return f"<{tag}>{_inline(block.text, block.marks)}</{tag}>"


def _paragraph(block: Block) -> str:
    return _element("p", block)


def _headline(block: Block) -> str:
    return _element("h1", block)


def _subhead(block: Block) -> str:
    return _element(f"h{min(max(block.level, 2), 6)}", block)


def _question(block: Block) -> str:
    return _element("h3", block)


def _code(block: Block) -> str:
    return f"<pre><code>{escape(block.text, quote=False)}</code></pre>"


def _pull_quote(block: Block) -> str:
    return f'<aside role="doc-pullquote">{_paragraph(block)}</aside>'


def _byline(block: Block) -> str:
    return _element("address", block)


def _caption(block: Block) -> str:
    return f"<p><em>{_inline(block.text, block.marks)}</em></p>"


_BLOCKS: dict[Role, Callable[[Block], str]] = {
    Role.HEADLINE: _headline,
    Role.SUBHEAD: _subhead,
    Role.QUESTION: _question,
    Role.CODE: _code,
    Role.PULL_QUOTE: _pull_quote,
    Role.BYLINE: _byline,
    Role.CAPTION: _caption,
    Role.CREDIT: _caption,
}


def _figure(figure: Figure) -> str:
    href = safe_href(figure.url)
    picture = f'<img src="{escape(href)}" alt="{escape(figure.alt)}">' if href else ""
    printed = [_inline(block.text, block.marks) for block in (*figure.captions, *figure.credits)]
    paragraphs = printed if len(printed) == 1 else [f"<p>{text}</p>" for text in printed]
    caption = f"<figcaption>{''.join(paragraphs)}</figcaption>" if printed else ""
    return f"<figure>{picture}{caption}</figure>" if picture or caption else ""


def _listing(listing: Listing) -> str:
    out: list[str] = []
    open_: list[tuple[int, str]] = []
    last: Block | None = None
    for block in listing.blocks:
        text = _inline(block.text, block.marks)
        if last is not None and continues(last, block):
            out.append(f"<p>{text}</p>")
            continue
        item = item_of(block)
        tag = "ol" if item.ordered else "ul"
        depth = min(item.depth, _MOST_NESTED)
        while open_ and open_[-1][0] > depth:
            out.append(f"</li></{open_.pop()[1]}>")
        if open_ and open_[-1][0] == depth and open_[-1][1] != tag:
            out.append(f"</li></{open_.pop()[1]}>")
        elif open_ and open_[-1][0] == depth:
            out.append("</li>")
        if not open_ or open_[-1][0] < depth:
            number = min(max(item.number, 0), _MOST_NUMBER)
            out.append(f'<ol start="{number}">' if item.ordered and number != 1 else f"<{tag}>")
            open_.append((depth, tag))
        out.append("<li>" + text)
        last = block
    out.extend(f"</li></{tag}>" for _, tag in reversed(open_))
    return "".join(out)


def _table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for found in row:
            header = any(block.cell is not None and block.cell.header for block in found)
            tag = "th" if header else "td"
            texts = [_inline(block.text, block.marks) for block in found]
            inner = texts[0] if len(texts) == 1 else "".join(f"<p>{text}</p>" for text in texts)
            cells.append(f"<{tag}>{inner}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _inline(text: str, marks: Sequence[Mark]) -> str:
    out = []
    for href, group in groupby(runs(text, marks), key=lambda run: run.href):
        inner = "".join(map(_run, group))
        out.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(out)


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    for tag, wanted in (("code", run.code), ("em", run.em), ("strong", run.strong)):
        if wanted and not run.text.isspace():
            text = f"<{tag}>{text}</{tag}>"
    return text
