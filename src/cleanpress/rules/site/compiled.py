"""A site file made ready: selectors and patterns compiled, each mistake told with file, key and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cleanpress.errors import RuleError
from cleanpress.rules.site import lines
from cleanpress.rules.site.patterns import compile_pattern
from cleanpress.rules.site.schema import ARTICLE_LISTS, POINTS, Article, SiteFile, SiteRule
from cleanpress.rules.site.selectors import Selector, compile_css, compile_selector, compile_xpath

if TYPE_CHECKING:
    import regex

T = TypeVar("T")


class Rule(NamedTuple):
    """A compiled rule.

    Attributes:
        id: "site:example.org/signup-box" or "platform:ghost/upgrade".
        rule: As in the file.
        css, xpath, text: Compiled, or None.
        points: What it gives its role.
    """

    id: str
    rule: SiteRule
    css: Selector | None
    xpath: Selector | None
    text: regex.Pattern[str] | None
    points: float


class Version(NamedTuple):
    """Where the article stands, for a time: compiled selectors by key."""

    article: Article
    selectors: dict[str, tuple[Selector, ...]]


class Compiled(NamedTuple):
    """A compiled site file.

    Attributes:
        name: The site or platform.
        path: The file, or None for one that was never written.
        file: What stands in it.
        markup: Selectors that tell the platform.
        articles: Where the article stands.
        rules: Its rules.
    """

    name: str
    path: Path | None
    file: SiteFile
    markup: tuple[Selector, ...]
    articles: tuple[Version, ...]
    rules: tuple[Rule, ...]

    @property
    def prefix(self) -> str:
        """How the ids of its evidence begin."""
        return f"{'site' if self.file.site else 'platform'}:{self.name}/"

    def on_path(self, path: str) -> bool:
        """Whether it speaks of an address with this path."""
        wanted = self.file.site.paths if self.file.site else ()
        return not wanted or any(fnmatchcase(path, glob) for glob in wanted)


def holds(thing: SiteRule | Article, day: dt.date | None) -> bool:
    """Whether a rule or version holds for a page of that day; for one of no known day, what holds without end."""
    if day is None:
        return thing.until is None
    return (thing.since is None or thing.since <= day) and (thing.until is None or day < thing.until)


def compile_site(file: SiteFile, path: Path | None = None, text: str = "") -> Compiled:
    """Compile a site file.

    Args:
        file: What stands in it.
        path: Where it was read from.
        text: Its TOML text, for the lines of messages.

    Raises:
        RuleError: A selector or pattern that cannot be parsed, or a rule without any condition.
    """
    name = str(path) if path else file.name or "<rules>"

    def made(maker: Callable[[str], T], source: str, *key: str | int) -> T:
        try:
            return maker(source)
        except ValueError as error:
            raise RuleError(str(error), file=name, key=lines.shown(key), line=lines.line_of(text, key)) from error

    prefix = f"{'site' if file.site else 'platform'}:{file.name}/"
    rules = []
    for n, rule in enumerate(file.rule):
        if not (rule.css or rule.xpath or rule.text or rule.position):
            message = "matches everything: give it css, xpath, text or position"
            raise RuleError(message, file=name, key=f"rule[{n}]", line=lines.line_of(text, ("rule", n)))
        css = made(compile_css, rule.css, "rule", n, "css") if rule.css is not None else None
        xpath = made(compile_xpath, rule.xpath, "rule", n, "xpath") if rule.xpath is not None else None
        pattern = made(compile_pattern, rule.text, "rule", n, "text") if rule.text is not None else None
        rules.append(Rule(prefix + rule.id, rule, css, xpath, pattern, POINTS[rule.strength]))
    versions = []
    for n, article in enumerate(file.articles):
        home: lines.Path = ("article", n) if isinstance(file.article, tuple) else ("article",)
        versions.append(
            Version(
                article,
                {
                    key: tuple(made(compile_selector, s, *home, key, i) for i, s in enumerate(getattr(article, key)))
                    for key in ARTICLE_LISTS
                    if getattr(article, key)
                },
            )
        )
    signs = file.platform.markup if file.platform else ()
    markup = tuple(made(compile_selector, s, "platform", "markup", i) for i, s in enumerate(signs))
    return Compiled(file.name, path, file, markup, tuple(versions), tuple(rules))
