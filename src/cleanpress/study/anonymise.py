"""A page without anybody's words: same tree and names, each word another of like length and case, prompts kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from hashlib import blake2b
from typing import Any

import regex
from lxml import etree

from cleanpress.annotate.block.wording import lexicons_of, words_behind
from cleanpress.document import Document
from cleanpress.rules.languages import common_words
from cleanpress.study.elements import Elements

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_GONE = frozenset(("script", "style", "template", "iframe", "object", "svg", "link", "base"))
_NAMES = frozenset(
    "class id role itemprop itemtype itemscope property rel type name lang dir hidden aria-hidden aria-label colspan "
    "rowspan charset data-testid data-component data-type data-module style".split()
)
_LINKS = frozenset(("href", "src", "action", "poster", "data-src", "srcset"))
_SPOKEN = frozenset(("alt", "title", "placeholder", "aria-label"))  # letters that a reader may see
_METAS = frozenset(("og:title", "twitter:title", "description", "og:description", "og:type", "generator", "author"))
_PLAIN_METAS = frozenset(("og:type", "generator"))  # tell the kind of the page, not what it says
_PROMPT = 60  # words up to which a block with a prompt's phrase is kept as it is
_PROMPTS = ("paywall.", "signup.", "share.", "consent.", "comments.", "promo.donate")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvw"


class Words:
    """Puts other words for words: always the same for the same word, in any process.

    Args:
        kept: Words in lower case that stay, such as the commonest of the language.
    """

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self.kept = frozenset(kept)

    def __call__(self, text: str) -> str:
        """The text in other words; figures, signs and spaces stay."""
        return _WORD.sub(lambda found: self._word(found[0]), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower in self.kept or len(word) == 1:
            return word
        seed = blake2b(lower.encode("utf-8", "replace"), digest_size=max(1, min(64, len(word)))).digest()
        return "".join(_letter(char, seed[at % len(seed)]) for at, char in enumerate(word))


def _letter(char: str, number: int) -> str:
    """Another letter of the script, case and, in Latin, sound."""
    base = unicodedata.normalize("NFD", char)[0].lower()
    if base.isascii() and base.isalpha():
        letters = _VOWELS if base in _VOWELS else _CONSONANTS
        new = letters[number % len(letters)]
        return new.upper() if char.isupper() else new
    for step in range(1, 12):  # of other scripts a neighbour in the alphabet, if it is a letter of the same case
        near = chr(ord(char) + (step + number) % 12 - 6)
        if near != char and unicodedata.category(near) == unicodedata.category(char) and _script(near) == _script(char):
            return near
    return char


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def anonymise(doc: Document, keep: Iterable[int] = ()) -> str:
    """The page of a document with other words in it, as HTML.

    Scripts, styles, comments and addresses are gone; names of classes and the like stay, and so do short blocks with a
    phrase of a prompt, which every site prints.

    Args:
        doc: A document made from HTML.
        keep: Blocks whose words stay.

    Raises:
        InputError: The document was made from plain text or from a tree.
    """
    elements = Elements(doc)
    page = elements.page
    books = lexicons_of(page)
    kept = set(common_words(page.lang, page.texts))
    spared = set(keep)
    for block, text in enumerate(page.texts):
        if len(text.split()) > _PROMPT:
            continue
        for cue, phrase in words_behind(text, books).items():
            kept.update(_WORD.findall(phrase))
            if cue.startswith(_PROMPTS):
                spared.add(block)
    words = Words(kept)
    keepers = {_serial(elements, block) for block in spared}
    root = deepcopy(elements.root)
    _numbered(root, keepers, words)
    _strip(root, words)
    return f"<!doctype html>\n{etree.tostring(root, encoding='unicode', method='html')}\n"


def _serial(elements: Elements, block: int) -> int:
    return elements.page.serial[elements.page.node[block]]


def _numbered(root: Any, keepers: set[int], words: Words) -> None:
    """Other words for all text but that of the elements to keep, and of the inline elements in them."""
    kept = [element for number, element in enumerate(root.iter("*")) if number in keepers]
    spared = {id(element) for element in kept}
    inside = {id(e) for element in kept for e in element.iter("*") if element.tag not in ("body", "main", "article")}
    holder = list(root.iter("*"))  # keeps the proxies, and with them their ids, alive
    for element in holder:
        parent = element.getparent()
        if element.text and id(element) not in spared | inside:
            element.text = words(element.text)
        if element.tail and (parent is None or id(parent) not in spared | inside):
            element.tail = words(element.tail)


def _strip(root: Any, words: Words) -> None:
    """Take out what is not seen and what names the site."""
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    for element in list(root.iter("*")):
        tag = str(element.tag)
        if tag in _GONE or (tag == "meta" and not _keep_meta(element, words)):
            _drop(element)
            continue
        for name, value in list(element.attrib.items()):
            if name in _LINKS:
                element.set(name, _address(name, value))
            elif name in _SPOKEN:
                element.set(name, words(value))
            elif name not in _NAMES and not (tag == "meta" and name == "content"):
                del element.attrib[name]


def _keep_meta(element: Any, words: Words) -> bool:
    name = (element.get("property") or element.get("name") or "").lower()
    if element.get("charset"):
        return True
    if name not in _METAS:
        return False
    if name not in _PLAIN_METAS:
        element.set("content", words(element.get("content", "")))
    return True


def _address(name: str, value: str) -> str:
    """An address that leads nowhere; what leads within the page still does."""
    if value.startswith("#"):
        return "#"
    return "/page" if name in ("href", "action") else "picture.jpg"


def _drop(element: Any) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
