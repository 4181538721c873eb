"""What a page says about itself in JSON-LD and meta tags. Nothing here is believed, only read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

import msgspec

from cleanpress.model import Access
from cleanpress.read.jsonld import Node, decode, entities, identified, kinds, nodes_of, truth

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|blockquote|section|article|table|tr|figure|figcaption|pre|br)\b[^<>]*>", re.IGNORECASE
)
_HIDDEN = re.compile(r"<(/?)(?:script|style|template)\b[^<>]*>", re.IGNORECASE)
_PART = re.compile(r"\s+[-|–—:·•»«]+\s+")  # between a title and the site's name; compiled once, not with each name
_LAST_PART = re.compile(_PART.pattern + r"\Z")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_LONGEST_SELECTOR = 2000
_TIERS: dict[str, Access] = {"free": "free", "metered": "metered", "locked": "locked"}

#: Attribute of the parts that only subscribers see, taken for metadata (documentation of amp-subscriptions).
AMP_GATE = "subscriptions-section"


class Declared(msgspec.Struct, frozen=True):
    """What the page declares about itself.

    Attributes:
        access: Whether the article is said to be free, metered or locked; None if nothing is said.
        gated_selectors: CSS selectors of the parts that are said not to be free.
        article_body: The longest `articleBody` of the JSON-LD as plain text, or None.
        headline: The article's title, without the site's name.
        description: The article's summary.
        authors: Names of the authors, in order, each once.
        published: Date of publication as written on the page.
        types: JSON-LD types of the page's top entities, in lower case ("newsarticle", "webpage").
        og_type: Open Graph type, in lower case.
        site_name: Name of the site.
        generator: The software that says to have made the page.
        lang: Language tag as written on the page.
        reasons: Where the access comes from and what could not be read.
    """

    access: Access | None = None
    gated_selectors: tuple[str, ...] = ()
    article_body: str | None = None
    headline: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    types: frozenset[str] = frozenset()
    og_type: str | None = None
    site_name: str | None = None
    generator: str | None = None
    lang: str | None = None
    reasons: tuple[str, ...] = ()


class _Page(NamedTuple):
    """Everything declared, sorted: all top entities, those that are articles, nodes by @id, metas by name."""

    top: list[Node]
    articles: list[Node]
    known: Mapping[str, Node]
    metas: Mapping[str, list[str]]


def declare(
    scripts: Sequence[str], metas: Sequence[tuple[str, str]], *, title: str | None, lang: str | None
) -> Declared:
    """Read what the page declares about itself; what cannot be read is skipped and noted in `reasons`.

    Args:
        scripts: Contents of the `application/ld+json` scripts.
        metas: (name or property in lower case, content) of the meta tags, in order.
        title: The page's title element.
        lang: The language attribute of the page's root element.
    """
    reasons: list[str] = []
    page = _sort(scripts, metas, reasons)
    gated: list[str] = []
    access = _access(page, gated, reasons)
    site = _meta(page, "og:site_name") or _first(page, "publisher", "name") or _meta(page, "application-name")
    og_type = _meta(page, "og:type")
    return Declared(
        access=access,
        gated_selectors=tuple(dict.fromkeys(gated)),
        article_body=_body(page.top),
        headline=_first(page, "headline") or _title(page, title, site),
        description=_first(page, "description")
        or _meta(page, "og:description", "description", "twitter:description", "dc.description"),
        authors=_authors(page),
        published=_first(page, "datePublished")
        or _meta(page, "article:published_time", "datepublished", "date", "dc.date", "dcterms.created"),
        types=frozenset(kind for node in page.top for kind in kinds(node)),
        og_type=og_type.lower() if og_type else None,
        site_name=site,
        generator=_meta(page, "generator"),
        lang=_plain(lang) or _language(page),
        reasons=tuple(reasons),
    )


def clean_body(raw: str) -> str:
    """The plain text of an `articleBody`: character references resolved, tags gone, a blank line where blocks part."""
    if "&" in raw and "<" not in raw:
        raw = _unescape(raw)
    if "<" in raw:
        raw = _unescape(_TAG.sub("", _BREAK.sub("\n\n", _shown(raw))))
    return _printable(raw).strip()


def _shown(markup: str) -> str:
    """The markup without scripts and styles."""
    pieces = _HIDDEN.split(markup)
    shown, hidden = [], False
    for text, close in zip(pieces[::2], [*pieces[1::2], "/"], strict=True):
        if not hidden:
            shown.append(text)
        hidden = not close
    return "".join(shown)


def _sort(scripts: Sequence[str], metas: Sequence[tuple[str, str]], reasons: list[str]) -> _Page:
    top: list[Node] = []
    for raw in scripts:
        values, trouble = decode(raw)
        if trouble:
            reasons.append(f"json-ld not readable: {trouble}")
        for value in values:
            top.extend(entities(value))
    articles = [node for node in top if _is_article(node)]
    by_name: dict[str, list[str]] = {}
    for name, content in metas:
        if content and not content.isspace():
            by_name.setdefault(name, []).append(content)
    return _Page(top, articles, identified(top), by_name)


def _is_article(node: Node) -> bool:
    return "articleBody" in node or any(kind.endswith(("article", "posting", "report")) for kind in kinds(node))


def _access(page: _Page, gated: list[str], reasons: list[str]) -> Access | None:
    """The declared access; fills in the selectors of gated parts and the reasons."""
    claims: list[bool] = []
    parts = False
    for node in page.articles or page.top:
        claim = truth(node.get("isAccessibleForFree"))
        if claim is not None:
            claims.append(claim)
            reasons.append(f"json-ld isAccessibleForFree={claim}")
    for node in page.top:
        for part in nodes_of(node.get("hasPart")):
            if truth(part.get("isAccessibleForFree")) is False:
                parts = True
                gated.extend(_selectors(part.get("cssSelector")))
    if parts:
        reasons.append("json-ld hasPart isAccessibleForFree=False")
    tier = _TIERS.get((_meta(page, "article:content_tier") or "").lower())
    gates = sorted({told for told in page.metas.get(AMP_GATE, ()) if told.startswith("content")})
    if gates:
        parts = True
        reasons.append(f"amp {AMP_GATE}={', '.join(gates)}")
    if tier:
        reasons.append(f"meta article:content_tier={tier}")
        return tier
    if False in claims:
        return "locked"
    if parts:
        return "metered" if claims else "locked"
    return "free" if claims else None


def _selectors(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and len(item) <= _LONGEST_SELECTOR:
            yield from filter(None, map(str.strip, _COMMA.split(_printable(item))))


def _body(top: list[Node]) -> str | None:
    longest = ""
    for node in top:
        value = node.get("articleBody")
        if isinstance(value, list):
            value = "\n\n".join(part for part in value if isinstance(part, str))
        if isinstance(value, str) and len(value) > len(longest):
            longest = value
    return clean_body(longest) or None


def _title(page: _Page, title: str | None, site: str | None) -> str | None:
    """The title of the meta tags or the page, without the site's name at its end or start."""
    found = _meta(page, "og:title", "twitter:title", "dc.title") or _plain(title)
    if not found or not site or found == site:
        return found
    if found.startswith(site):
        part = _PART.match(found, len(site))
        if part:
            return found[part.end() :] or found
    if found.endswith(site):
        part = _LAST_PART.search(found, 0, len(found) - len(site))
        if part:
            return found[: part.start()] or found
    return found


def _authors(page: _Page) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for node in page.articles or page.top:
        for name in _names(node.get("author"), page.known):
            names.setdefault(name.lower(), name)
    if not names:
        for meta in ("author", "article:author", "dc.creator", "citation_author"):
            for content in page.metas.get(meta, ()):
                plain = _plain(content)
                if plain and "://" not in plain:
                    names.setdefault(plain.lower(), plain)
    return tuple(names.values())


def _names(value: Any, known: Mapping[str, Node]) -> Iterator[str]:
    """The names in a JSON-LD value: a text, a node, a reference to a node, or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        found = item
        if isinstance(item, dict):
            reference = item.get("@id")
            named = known.get(reference, item) if "name" not in item and isinstance(reference, str) else item
            found = named.get("name")
        for name in found if isinstance(found, list) else [found]:
            plain = _plain(name)
            if plain and "://" not in plain:
                yield plain


def _language(page: _Page) -> str | None:
    for node in page.articles or page.top:
        for value in nodes_of(node.get("inLanguage"), texts=True):
            tag = value.get("alternateName") or value.get("name") if isinstance(value, dict) else value
            plain = _plain(tag)
            if plain:
                return plain
    return _meta(page, "content-language", "og:locale", "dc.language")


def _first(page: _Page, key: str, inner: str | None = None) -> str | None:
    """The first text under that key of an article (or under `inner` of the node there)."""
    for node in page.articles:
        value = node.get(key)
        if inner:
            value = next(_names(value, page.known), None)
        elif isinstance(value, list):
            value = next((v for v in value if isinstance(v, str)), None)
        plain = _plain(value)
        if plain:
            return plain
    return None


def _meta(page: _Page, *names: str) -> str | None:
    """The first content of the first of these metas that has one."""
    for name in names:
        for content in page.metas.get(name, ()):
            plain = _plain(content)
            if plain:
                return plain
    return None


def _plain(value: Any) -> str | None:
    """A text in one line, character references resolved, or None if it is no text or empty."""
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = _unescape(value)
    return " ".join(_printable(value).split()) or None


def _printable(text: str) -> str:
    """Without NUL and lone surrogates, which JSON can smuggle in as escapes."""
    if text.isascii():
        return text.replace("\0", "")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")


def _unescape(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a numeric reference with thousands of digits
        return text
