"""Site configs of the ftr format as site files of our own, with an account of every line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from lxml import etree

from cleanpress.errors import InputError
from cleanpress.rules.site.schema import About, Article, SiteFile
from cleanpress.rules.site.selectors import compile_xpath
from cleanpress.study.ftr import Line, known_keys, parse_ftr, read_ftr

Outcome = Literal["carried", "dropped", "unknown"]

_ATTRIBUTE = re.compile(r"/+@[\w:*-]+\Z")
_HREF = re.compile(r"/+@(?:href|src)\Z")
_TEXT_END = re.compile(r"/+(?:text|node|string)\(\)(?:\[\d+\])?\Z")
_COMMENT_END = re.compile(r"/+(?:comment|processing-instruction)\([^)]*\)(?:\[[^]]*\])?\Z")
_WRAPPER = re.compile(
    r"(?:normalize-space|string|substring-after|substring-before|translate|replace)\((.*)\)\Z", re.DOTALL
)
_EVERYTHING = frozenset(("*", "//*", "//html", "/html", "//body", "/html/body", "(//body)", "(//html)"))
_SUFFIX = ".txt"


class Account(NamedTuple):
    """What became of a line.

    Attributes:
        file: Name of the file.
        line: Number of the line, from 1; 0 for the file as a whole.
        key: Its key.
        value: Its value.
        outcome: "carried", "dropped", or "unknown": a key that the format does not have.
        why: Why not, or in what form.
    """

    file: str
    line: int
    key: str
    value: str
    outcome: Outcome
    why: str = ""


class Imported(NamedTuple):
    """A file brought over: the site file, or None where nothing in it could be carried, and each line's account."""

    site: SiteFile | None
    accounts: tuple[Account, ...]


def import_folder(folder: Path) -> Iterator[Imported]:
    """All site configs (`*.txt`) of a folder, in the order of their names; a file that cannot be read is accounted for.

    Raises:
        InputError: No folder, or none in it.
    """
    if not folder.is_dir():
        raise InputError("no such folder", source=str(folder))
    files = sorted(file for file in folder.iterdir() if file.name.endswith(_SUFFIX) and _host(file.name))
    if not files:
        raise InputError(f"holds no site config (HOST{_SUFFIX})", source=str(folder))
    for file in files:
        try:
            lines = read_ftr(file)
        except InputError as error:
            yield Imported(None, (Account(file.name, 0, "", "", "dropped", error.message),))
        else:
            yield _imported(lines, file.name)


def import_text(text: str, name: str) -> Imported:
    """One site config.

    Args:
        text: What the file holds.
        name: Its name, HOST.txt; with a point before the host it is for all hosts below.
    """
    return _imported(parse_ftr(text), name)


def _host(name: str) -> str:
    host = name.removesuffix(_SUFFIX).lower()
    return host if "." in host.strip(".") else ""


def _imported(lines: list[Line], name: str) -> Imported:
    host = _host(name)
    lists: dict[str, list[str]] = {}
    accounts = []
    for line in lines:
        outcome, why, home, selector = _carried(line)
        accounts.append(Account(name, line.number, line.key, line.value, outcome, why))
        if home and selector not in lists.setdefault(home, []):
            lists[home].append(selector)
    tested = lists.pop("about", [])
    if not lists:
        return Imported(None, tuple(accounts))
    plain = host.removeprefix("www.").strip(".")
    about = "Brought over from a site config." + (f" Try it on {tested[0]}" if tested else "")
    article = msgspec.convert({**lists, "why": f"as in {name}"}, Article)
    hosts = (f"*.{plain}",) if host.startswith(".") else (plain,)
    return Imported(SiteFile(About(plain, hosts, about=about), article=article), tuple(accounts))


def _carried(line: Line) -> tuple[Outcome, str, str | None, str]:
    """What becomes of a line: outcome, why, the list that its selector goes into, the selector."""
    key = known_keys().get(line.key)
    if key is None:
        return "unknown", "the format has no such key" if line.key else "no line of the form key: value", None, ""
    if key.carry is None or not line.value:
        return "dropped", key.why or "has no value", None, ""
    if key.carry == "about" or key.names:
        return "carried", "", key.carry, _by_name(line.value) if key.names else line.value
    try:
        selector, why = _selector(line.value, key.carry)
    except ValueError as error:
        return "dropped", str(error), None, ""
    return "carried", why, key.carry, selector


def _by_name(value: str) -> str:
    """Whatever has these letters in its class or id."""
    text = value.strip("'\"").replace("\\", "\\\\").replace('"', '\\"')
    return f'[class*="{text}"], [id*="{text}"]'


def _selector(value: str, home: str) -> tuple[str, str]:
    """An XPath that selects elements, and what was changed.

    Raises:
        ValueError: There is none; says why.
    """
    xpath, why = value.strip(), ""
    while found := _WRAPPER.match(xpath):
        xpath, why = _first_argument(found[1]), "the element of the text that was computed"
    if _COMMENT_END.search(xpath):
        raise ValueError("comments of the markup are never read")
    if home in ("next_page", "single_page"):
        xpath = _HREF.sub("", xpath)
    elif home != "leave_out":  # to leave out a text is another thing than to leave out all around it
        xpath, changed = _TEXT_END.subn("", xpath)
        why = "the element that holds the text" if changed else why
    if _ATTRIBUTE.search(xpath):
        raise ValueError("selects an attribute, not an element; metadata is read anyway")
    if xpath in _EVERYTHING:
        raise ValueError("matches the whole page")
    if not xpath.startswith(("/", "(")):
        xpath = f"({xpath})"
    try:
        compile_xpath(xpath)
        elements = isinstance(etree.XPath(xpath)(etree.XML("<html><body><p/></body></html>")), list)
    except etree.XPathError as error:
        raise ValueError(f"no XPath 1.0: {error}") from error
    if elements:
        return xpath, why
    raise ValueError("computes a text or number; elements are needed")


def _first_argument(text: str) -> str:
    """The first of the arguments of a function."""
    depth, quote = 0, ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            return text[:at].strip()
    return text.strip()
