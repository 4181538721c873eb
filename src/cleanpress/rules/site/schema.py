"""The form of a site file, and of the proof that stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from cleanpress.model import Role

Strength = Literal["hint", "strong", "certain"]
Position = Literal["before_body", "in_body", "after_body", "first", "last"]

POINTS: dict[Strength, float] = {"hint": 300.0, "strong": 1200.0, "certain": 5000.0}
"""Points that a rule of each strength gives its role; 100 points multiply the odds by e."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which pages a site file speaks of.

    Attributes:
        name: The site, by its main host; the file bears the same name.
        hosts: "example.org" (with or without www.) or "*.example.org" (every host below it).
        paths: Globs of which the path of the address must match one; empty for every path.
        about: What a reader of the file should know.
    """

    name: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...] = ()
    about: str = ""


class Platform(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the pages of a platform are told; one sign is enough.

    Attributes:
        name: The platform; the file bears the same name.
        about: What a reader of the file should know.
        generator: How the content of the generator meta tag begins, whatever its case.
        fingerprint: Letters that stand in the markup of every page of it, as written there.
        markup: CSS selectors (or XPath) of elements that every page of it has.
    """

    name: str
    about: str = ""
    generator: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the parts of the article stand.

    Every list holds CSS selectors, or XPath where one begins with "/" or "(". The first of a list that finds something
    is taken, except in `leave_out`.

    Attributes:
        body: What holds the article's text: nothing outside is running text, and little inside is anything else.
        leave_out: What is no part of the article wherever it stands.
        headline, byline, date: Where these are printed.
        next_page: The link to the next page of the same article.
        single_page: The link to the whole article on one page.
        why: What it rests on.
        since: The first day on which it held.
        until: The first day on which it held no more.
    """

    body: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    single_page: tuple[str, ...] = ()
    why: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


class SiteRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What some blocks of the page are. All conditions given have to hold; at least one must be given.

    Attributes:
        id: Its name, once in the file.
        role: What the blocks are.
        css: Selector of an element; the rule speaks of all blocks in it.
        xpath: The same, for what CSS cannot say.
        text: Pattern (of the module `regex`) that is found in the block's text.
        position: Where the block stands: against the body, or first or last of those for which the rest holds.
        strength: How much it weighs against everything else; "certain" wins.
        why: The reason, for those who read the file later.
        since: The first day on which it held.
        until: The first day on which it held no more.
    """

    id: str
    role: Role
    css: str | None = None
    xpath: str | None = None
    text: str | None = None
    position: Position | None = None
    strength: Strength = "strong"
    why: str
    since: dt.date | None = None
    until: dt.date | None = None


class SiteFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One site file: a site or a platform, where its article stands, and rules.

    Attributes:
        site: Which pages of which hosts; or else
        platform: how the pages are told.
        article: Where the article stands; several, with their dates, where that changed.
        rule: What is what.
    """

    site: About | None = None
    platform: Platform | None = None
    article: Article | tuple[Article, ...] = ()
    rule: tuple[SiteRule, ...] = ()

    @property
    def name(self) -> str:
        """Name of the site or platform."""
        head = self.site or self.platform
        return head.name if head else ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All versions of where the article stands."""
        return (self.article,) if isinstance(self.article, Article) else self.article


ARTICLE_LISTS = ("body", "leave_out", "headline", "byline", "date", "next_page", "single_page")
"""The keys of `Article` that hold selectors."""


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of a proof page: its role, and how its text begins."""

    role: Role
    text: str


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a proof page (`NAME/PAGE.html`) has to come to; stands beside it as `NAME/PAGE.roles.toml`.

    Every block that a rule claims has to be listed.

    Attributes:
        url: Address of the page.
        block: The blocks that count, in the order of the page.
        next_page, single_page: The links that have to be found.
        about: What the page shows.
    """

    url: str
    block: tuple[Expected, ...] = ()
    next_page: str | None = None
    single_page: str | None = None
    about: str = ""


def is_xpath(selector: str) -> bool:
    """Whether a selector of `Article` or `Platform.markup` is XPath: CSS never begins like that."""
    return selector.startswith(("/", "(", "./"))


def selectors_of(article: Article) -> Iterator[tuple[str, int, str]]:
    """Each selector of an article: key, place in its list, selector."""
    for key in ARTICLE_LISTS:
        for place, selector in enumerate(getattr(article, key)):
            yield key, place, selector
