"""CSS selectors and XPaths, compiled, each with the letters that a page must hold for it to match at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree

from cleanpress.rules.site.cost import Tokens, quicker, tokens_of, unknown_functions
from cleanpress.rules.site.schema import is_xpath

_PLAIN = re.compile(r"[A-Za-z0-9_-]{3,}\Z")  # values that stand in the markup as they stand in the selector
_NOT = re.compile(r":not\(", re.IGNORECASE)
_ALL = frozenset(("*", "html", "body", ":root", "//*", "/html", "/html/body", "//body", "//html"))


class Compound(NamedTuple):
    """A selector of one element by nothing but its names: "div.box.letter#first".

    Attributes:
        tag: The tag, None for any.
        names: Classes with a point before them, ids with a hash.
    """

    tag: str | None
    names: tuple[str, ...]


class Link(NamedTuple):
    """A compound with what stands before it in a chain: "div.box > p" is two links.

    Attributes:
        compound: The compound.
        child: Whether the element has to be a child of one that the link before it finds; otherwise anywhere below it.
    """

    compound: Compound
    child: bool


class Selector(NamedTuple):
    """A compiled selector.

    Attributes:
        source: As written.
        find: Gives what matches below a root element.
        guards: Letters of which one has to stand in the page's markup; () if nothing can be said.
        chains: Its alternatives, if all of them go by nothing but tags, classes and ids of an element and of those
            around it; otherwise ().
        tokens: Its XPath in pieces, from which the cost of a search can be told.
    """

    source: str
    find: etree.XPath
    guards: tuple[str, ...]
    chains: tuple[tuple[Link, ...], ...] = ()
    tokens: Tokens = ()

    def may_match(self, markup: str) -> bool:
        """Whether it is worth looking; quick, and never wrong with a no."""
        return not self.guards or any(guard in markup for guard in self.guards)


@lru_cache(maxsize=4096)
def compile_selector(source: str) -> Selector:
    """Compile CSS, or XPath if it begins like one.

    Raises:
        ValueError: It cannot be parsed, or matches every page's every element; says why.
    """
    return compile_xpath(source) if is_xpath(source) else compile_css(source)


@lru_cache(maxsize=4096)
def compile_css(source: str) -> Selector:
    """Compile a CSS selector.

    Raises:
        ValueError: As for `compile_selector`.
    """
    _refuse_all(source)
    try:
        trees = parse(_single_nots(source))
        xpath = HTMLTranslator().css_to_xpath(_single_nots(source))
        find = etree.XPath(xpath, regexp=False)
        return Selector(source, find, _guards(trees), _chains(trees), tokens_of(xpath))
    except SelectorError as error:
        raise ValueError(f"no CSS selector: {error}") from error
    except (etree.XPathError, RecursionError) as error:
        raise ValueError(f"CSS that cannot be looked for: {error}") from error


@lru_cache(maxsize=4096)
def compile_xpath(source: str) -> Selector:
    """Compile an XPath 1.0 expression. It begins at the root of the page: `//div[@class='box']`.

    Raises:
        ValueError: As for `compile_selector`, or an XPath that begins elsewhere.
    """
    _refuse_all(source)
    if not is_xpath(source):
        raise ValueError("an XPath begins with // (or with a bracket): //div[@class='box']")
    try:
        etree.XPath(source, regexp=False)  # told of as it was written
        tokens = tokens_of(source)
        if unknown := next(unknown_functions(tokens), None):
            raise ValueError(f"no XPath 1.0: there is no function {unknown}()")
        return Selector(source, etree.XPath(quicker(tokens), regexp=False), (), tokens=tokens)
    except etree.XPathError as error:
        raise ValueError(f"no XPath: {error}") from error


class PlainText(str):
    """A text of the page that an XPath points at, rather than the value of an attribute."""

    __slots__ = ()


def found_by(selector: Selector, root: Any) -> Iterator[tuple[Any, str | None]]:
    """What a selector finds: elements, and the value where it points at an attribute or a text (`PlainText`).

    Raises:
        ValueError: An XPath that counts or compares, and so finds no element, or one that fails on this page.
    """
    try:
        found = selector.find(root)
    except etree.XPathError as error:
        raise ValueError(f"fails on a page: {error}") from error
    if not isinstance(found, list):
        raise ValueError(f"gives a {type(found).__name__}, not elements")  # noqa: TRY004  # the selector is at fault
    for item in found:
        if isinstance(item, str):
            home = item.getparent()  # type: ignore[attr-defined]  # lxml's strings know where they stand
            if home is None or not item.strip():
                continue
            if item.is_attribute:  # type: ignore[attr-defined]
                yield home, str(item)
                continue
            if item.is_tail:  # type: ignore[attr-defined]
                home = home.getparent()
            if home is not None:
                yield home, PlainText(item)
        elif isinstance(getattr(item, "tag", None), str):
            yield item, None


def _refuse_all(source: str) -> None:
    if not source.strip():
        raise ValueError("an empty selector matches nothing")
    if source.strip() in _ALL:
        raise ValueError("matches everything: name what is special about the element")


def _single_nots(source: str) -> str:
    """`:not(a, b)` as `:not(a):not(b)`, which means the same and which every version of cssselect reads."""
    out, at = "", 0
    for match in _NOT.finditer(source):
        if match.start() < at:
            continue
        depth, parts, start = 1, [], match.end()
        for i in range(match.end(), len(source)):
            depth += (source[i] in "([") - (source[i] in ")]")
            if depth == 0 or (depth == 1 and source[i] == ","):
                parts.append(source[start:i].strip())
                start = i + 1
            if depth == 0:
                break
        if depth or len(parts) < 2 or not all(parts):
            continue
        out += source[at : match.start()] + "".join(f":not({part})" for part in parts)
        at = start
    return out + source[at:]


def _guards(trees: list[Any]) -> tuple[str, ...]:
    """For each alternative the longest name or value that it cannot do without; () if one has none."""
    out = []
    for tree in trees:
        needed = [word for word in _needed(tree.parsed_tree) if _PLAIN.match(word)]
        if not needed:
            return ()
        out.append(max(needed, key=len))
    return tuple(out)


def _chains(trees: list[Any]) -> tuple[tuple[Link, ...], ...]:
    """The alternatives of a selector list that asks for tags, classes and ids alone; () if one asks for more."""
    out = []
    for tree in trees:
        links: list[Link] = []
        at: Any = tree.parsed_tree if tree.pseudo_element is None else None
        while type(at).__name__ == "CombinedSelector" and at.combinator in (" ", ">"):
            compound = _compound(at.subselector)
            if compound is None:
                return ()
            links.append(Link(compound, at.combinator == ">"))
            at = at.selector
        first = _compound(at)
        if first is None:
            return ()
        out.append((Link(first, child=False), *reversed(links)))
    return tuple(out)


def _compound(at: Any) -> Compound | None:
    """A parsed selector of one element as its names; None if there is more to it."""
    names: list[str] = []
    while type(at).__name__ in ("Class", "Hash"):
        names.append(f".{at.class_name}" if type(at).__name__ == "Class" else f"#{at.id}")
        at = at.selector
    if type(at).__name__ != "Element" or at.namespace:
        return None
    return Compound(at.element.lower() if at.element else None, tuple(names))


def _needed(tree: Any) -> Iterator[str]:
    """Names and values that must stand in the markup for a parsed selector to match."""
    while tree is not None:
        kind = type(tree).__name__
        if kind == "Class":
            yield tree.class_name
        elif kind == "Hash":
            yield tree.id
        elif kind == "Attrib":
            yield tree.attrib.lower() if tree.operator == "exists" else _value(tree)
        elif kind == "CombinedSelector":
            yield from _needed(tree.subselector)
        tree = getattr(tree, "selector", None)


def _value(attribute: Any) -> str:
    if attribute.operator == "!=" or getattr(attribute, "flag", None) or attribute.value is None:
        return ""
    return str(attribute.value.value or "")
