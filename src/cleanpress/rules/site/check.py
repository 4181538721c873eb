"""What is wrong with a site file, all of it: with file, key and line."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from cleanpress.errors import RuleError
from cleanpress.rules.site import lines
from cleanpress.rules.site.patterns import compile_pattern, wrong_with
from cleanpress.rules.site.read import parse_site, text_of
from cleanpress.rules.site.schema import ARTICLE_LISTS, Article, SiteFile, SiteRule
from cleanpress.rules.site.selectors import Selector, compile_css, compile_selector, compile_xpath, found_by

_HOST = re.compile(r"(\*\.)?[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+\Z")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_SHORTEST_PRINT = 6  # letters of a fingerprint that hardly stand in a page by chance
_SLOW = 0.25  # seconds for a selector on the larger trial page
_MOST = 0.9  # of a page's elements that a selector may match
_PLAIN_PAGE = (
    "<html lang=en><head><meta charset=utf-8><title>T</title><link rel=stylesheet href=/style.css><script src=/main.js>"
    "</script></head><body class=page><header id=header class=header><nav class=nav><ul class=menu><li><a class=link "
    "href=/a>A</a></li></ul></nav></header><main id=main class=main><article class=article><h1 class=title>H</h1>"
    "<p class=byline>B</p><div class=content><p>P</p><p>P</p><h2>S</h2><p>P</p><figure class=image><img src=/i.jpg>"
    "<figcaption class=caption>C</figcaption></figure><p>P</p></div></article></main><aside class=sidebar><p>P</p>"
    "</aside><footer id=footer class=footer><p>F</p></footer></body></html>"
)


class _File(NamedTuple):
    """A file under check: its name, text and content, and where problems go."""

    name: str
    text: str
    file: SiteFile
    found: list[RuleError]

    def tell(self, message: str, *path: str | int) -> None:
        """Note a problem of the key at a path."""
        line = lines.line_of(self.text, path)
        self.found.append(RuleError(message, file=self.name, key=lines.shown(path) or None, line=line))


def problems(path: Path, today: dt.date | None = None) -> list[RuleError]:
    """Everything that is wrong with a site or platform file; its proof is another matter.

    Args:
        path: The file.
        today: The day by which rules have expired; None for the real one.
    """
    try:
        text = text_of(path)
        file = parse_site(text, str(path))
    except RuleError as error:
        return [error]
    it = _File(str(path), text, file, [])
    if file.name != path.name.removesuffix(".toml"):
        head = "site" if file.site else "platform"
        it.tell(f"the file is called {path.name}: call it {file.name}.toml, or change the name", head, "name")
    _check_site(it)
    _check_platform(it)
    _check_articles(it)
    _check_rules(it)
    _check_dates(it, today or dt.datetime.now(tz=dt.UTC).date())
    if not file.rule and not any(getattr(a, key) for a in file.articles for key in ARTICLE_LISTS):
        it.tell("says nothing about any page: add a [[rule]] or an [article]")
    return sorted(it.found, key=lambda e: e.line or 0)


def clashes(paths: list[Path]) -> list[RuleError]:
    """Files of which two speak of the same host and path."""
    seen: dict[tuple[str, tuple[str, ...]], Path] = {}
    out = []
    for path in paths:
        try:
            site = parse_site(text_of(path), str(path)).site
        except RuleError:
            continue
        for n, host in enumerate(site.hosts if site else ()):
            key = (host.lower().removeprefix("www."), site.paths if site else ())
            if key in seen:
                message = f"{host!r} has a file already, {seen[key].name}: put the rules of one host into one file"
                line = lines.line_of(text_of(path), ("site", "hosts", n))
                out.append(RuleError(message, file=str(path), key=f"site.hosts[{n}]", line=line))
            seen.setdefault(key, path)
    return out


def _check_site(it: _File) -> None:
    site = it.file.site
    if site is None:
        return
    if not site.hosts:
        it.tell("no host, so no page: name at least one", "site", "hosts")
    for n, host in enumerate(site.hosts):
        if host in ("*", "*."):
            it.tell("every host: a site file is for one site; name its hosts", "site", "hosts", n)
        elif host.startswith("*.") and "." not in host[2:]:
            it.tell(f"{host!r} would speak of a whole top-level domain; name a site", "site", "hosts", n)
        elif host != host.lower() or not _HOST.match(host):
            example = "write example.org, or *.example.org for all hosts below it"
            it.tell(f"{host!r} is no host; {example}, without https:// and path", "site", "hosts", n)
    if site.hosts and not any(_below(site.name, host) for host in site.hosts):
        it.tell(f"none of the hosts is {site.name!r}: name the site by one of its hosts", "site", "name")
    for n, glob in enumerate(site.paths):
        if not glob.startswith(("/", "*")):
            it.tell(f"{glob!r} matches no path: a path begins with /", "site", "paths", n)


def _below(name: str, host: str) -> bool:
    bare = host.lower().removeprefix("*.").removeprefix("www.")
    return name == bare or name.endswith("." + bare)


def _check_platform(it: _File) -> None:
    platform = it.file.platform
    if platform is None:
        return
    if not (platform.generator or platform.fingerprint or platform.markup):
        it.tell("no sign to tell it by: add generator, fingerprint or markup", "platform")
    for n, generator in enumerate(platform.generator):
        if len(generator.strip()) < 3:
            it.tell(f"{generator!r} is too short to tell a platform", "platform", "generator", n)
    for n, sign in enumerate(platform.fingerprint):
        if len(sign) < _SHORTEST_PRINT or sign in _PLAIN_PAGE:
            it.tell(f"{sign!r} would be found on pages of any kind; take letters that only its own have",
                    "platform", "fingerprint", n)  # fmt: skip
    for n, selector in enumerate(platform.markup):
        _check_selector(it, compile_selector, selector, ("platform", "markup", n), plain=0)


def _check_articles(it: _File) -> None:
    for n, article in enumerate(it.file.articles):
        home: lines.Path = ("article", n) if isinstance(it.file.article, tuple) else ("article",)
        if not any(getattr(article, key) for key in ARTICLE_LISTS):
            it.tell("an article without any selector says nothing", *home)
        for key in ARTICLE_LISTS:
            seen: set[str] = set()
            for i, selector in enumerate(getattr(article, key)):
                if selector in seen:
                    it.tell(f"{selector!r} stands here twice", *home, key, i)
                seen.add(selector)
                _check_selector(it, compile_selector, selector, (*home, key, i))
    articles = it.file.articles
    for n, later in enumerate(articles):
        for earlier in articles[:n]:
            if _overlap(earlier, later):
                message = "clashes with another [[article]] for the same days: give each its since and until"
                it.tell(message, "article", n)
                break


def _overlap(one: Article | SiteRule, other: Article | SiteRule) -> bool:
    """Whether there is a day on which both hold."""
    first, last = dt.date.min, dt.date.max
    return (one.since or first) < (other.until or last) and (other.since or first) < (one.until or last)


def _check_rules(it: _File) -> None:
    ids: set[str] = set()
    for n, rule in enumerate(it.file.rule):
        if not _ID.match(rule.id):
            it.tell(f"{rule.id!r}: write an id in small letters, figures and hyphens: signup-box", "rule", n, "id")
        if rule.id in ids:
            it.tell(f"another rule is called {rule.id!r}: an id stands once in a file", "rule", n, "id")
        ids.add(rule.id)
        if not rule.why.strip():
            it.tell("say why, for those who read it later", "rule", n, "why")
        if not (rule.css or rule.xpath or rule.text or rule.position):
            empty = next((k for k in ("css", "xpath", "text") if getattr(rule, k) == ""), None)
            message = "matches everything: give it css, xpath, text or position"
            it.tell(message, "rule", n, *((empty,) if empty else ()))
        if rule.css:
            _check_selector(it, compile_css, rule.css, ("rule", n, "css"))
        if rule.xpath:
            _check_selector(it, compile_xpath, rule.xpath, ("rule", n, "xpath"))
        if rule.text:
            _check_pattern(it, rule.text, ("rule", n, "text"))
    _check_pairs(it)


def _check_pairs(it: _File) -> None:
    """Rules that ask for the same say the same twice, or clash."""
    for n, later in enumerate(it.file.rule):
        for earlier in it.file.rule[:n]:
            same = (earlier.css, earlier.xpath, earlier.text, earlier.position) == (
                later.css, later.xpath, later.text, later.position,
            )  # fmt: skip
            if same and _overlap(earlier, later):
                what = (
                    f"says the same as {earlier.id!r}: take one away"
                    if earlier.role is later.role
                    else f"clashes with {earlier.id!r}: the same blocks cannot be {earlier.role} and {later.role}"
                )
                it.tell(what, "rule", n, "id")
                break


def _check_dates(it: _File, today: dt.date) -> None:
    things: list[tuple[lines.Path, Article | SiteRule]] = [(("rule", n), r) for n, r in enumerate(it.file.rule)]
    for n, article in enumerate(it.file.articles):
        things.append((("article", n) if isinstance(it.file.article, tuple) else ("article",), article))
    for path, thing in things:
        if thing.since and thing.until and thing.since >= thing.until:
            it.tell(f"never holds: it ends ({thing.until}) before it begins ({thing.since})", *path, "until")
    if things and all(thing.until and thing.until <= today for _, thing in things):
        last = max(t.until for _, t in things if t.until)
        it.tell(f"has expired: nothing in it holds since {last}; write what holds now, or take the file away",
                *things[0][0], "until")  # fmt: skip


def _check_selector(
    it: _File, maker: Callable[[str], Selector], source: str, path: lines.Path, *, plain: float = _MOST
) -> None:
    """Whether it can be parsed and used, matches not everything, and is quick enough.

    Args:
        it: The file.
        maker: Compiles it.
        source: The selector.
        path: Its key.
        plain: Share of the elements of a page of no kind that it may match.
    """
    try:
        wrong = _wrong_with_selector(maker(source), plain)
    except ValueError as error:
        wrong = str(error)
    if wrong:
        it.tell(wrong, *path)


def _wrong_with_selector(selector: Selector, plain: float) -> str | None:
    found = sum(1 for _ in found_by(selector, _plain_page()))
    if found > plain * sum(1 for _ in _plain_page().iter("*")):
        return "matches nearly everything: name what is special about the element"
    for size in (40, 80, 160, 400):
        start = time.perf_counter()
        list(found_by(selector, _trial_page(size)))
        if time.perf_counter() - start > _SLOW:
            return "takes too long on a big page: leave out steps that search the whole page again"
    return None


def _check_pattern(it: _File, source: str, path: lines.Path) -> None:
    try:
        compile_pattern(source)
    except ValueError as error:
        it.tell(str(error), *path)
        return
    wrong = wrong_with(source)
    if wrong:
        it.tell(wrong, *path)


@cache
def _plain_page() -> Any:
    return etree.fromstring(_PLAIN_PAGE, etree.HTMLParser())


@cache
def _trial_page(size: int) -> Any:
    """A page on which a selector that looks everywhere for everything takes its time: deep, and wide at the bottom."""
    inner = "".join(f"<p class='a b'><a href='/{n}'>t</a><span>t</span></p>" for n in range(size))
    markup = "<div class='a'>" * (size // 8) + inner + "</div>" * (size // 8)
    return etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser(huge_tree=True))
