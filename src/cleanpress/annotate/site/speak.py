"""Site files that speak of a page: told by its address and markup, matched against its blocks."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from cleanpress.annotate.site.findings import CERTAIN, NOTHING, Bound, Findings
from cleanpress.annotate.site.markup import Markup
from cleanpress.annotate.site.position import Body, at_position, body_of
from cleanpress.errors import RuleWarning
from cleanpress.model import DROP, KEEP, SIDE, Evidence, Role
from cleanpress.rules.site.compiled import Compiled, Rule, Version, holds
from cleanpress.rules.site.patterns import searched
from cleanpress.rules.site.ruleset import RuleSet
from cleanpress.rules.site.selectors import Selector
from cleanpress.segment.page import Page

_HEAD = 40_000  # letters of the markup in which a platform shows itself
_INSIDE = 300.0  # points that roles which are dropped lose inside the body: it may hold a box
_OUTSIDE = 3000.0  # points that running text loses outside it
_ALL_RUNNING = KEEP - {Role.CORRECTION, Role.FOOTNOTE}
_RUNNING = _ALL_RUNNING - {Role.STANDFIRST}  # a standfirst often stands above the body
_PRINTED = (("headline", Role.HEADLINE), ("byline", Role.BYLINE), ("date", Role.DATELINE))
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_FREE = 1 << 60  # number of the element of a rule that names none: as near to the block as can be


def _never() -> None:
    """Watches nothing."""


class Claim(NamedTuple):
    """A rule that speaks of a block; the greater wins over others of its strength.

    Attributes:
        near: How near the file stands, the nearest highest.
        depth: Number of the element it was found by: the innermost has the highest.
        early: How early it stands in its file, the first highest.
        evidence: What it says.
    """

    near: int
    depth: int
    early: int
    evidence: Evidence


class Heard(NamedTuple):
    """All that files say of a page, before it is known who wins.

    Attributes:
        claims: By block.
        bounds: What blocks are not.
        links: Addresses by key.
    """

    claims: dict[int, list[Claim]]
    bounds: list[Bound]
    links: dict[str, str]


class Scene(NamedTuple):
    """A page with all that rules ask of it."""

    page: Page
    markup: Markup | None
    day: dt.date | None


def site_findings(
    page: Page, source: Any, rules: RuleSet, root: Any = None, watch: Callable[[], None] = _never
) -> Findings:
    """What the site and platform files that fit a page say of its blocks.

    Args:
        page: The segmented page.
        source: Its markup as text or tree; None for plain text.
        rules: The files in force.
        root: The root of the tree of a text, if it was parsed already.
        watch: Asked between rules; raises where the page's time is spent.
    """
    markup = Markup(page, source, root) if page.form == "html" and source is not None else None
    files = files_for(page, markup, rules)
    if not files:
        return NOTHING
    claims, bounds, links = heard(page, markup, files, watch)
    told = {block: _resolved(said) for block, said in claims.items()}
    # what is said of a block itself counts for more than the box it stands in
    inner = [b._replace(blocks=tuple(i for i in b.blocks if i not in told)) for b in bounds if b.points < CERTAIN]
    whole = (*inner, *(b for b in bounds if b.points >= CERTAIN))
    names = tuple(str(c.path) if c.path else c.name for c in files)
    return Findings(told, whole, links.get("next_page"), links.get("single_page"), names)


def heard(page: Page, markup: Markup | None, files: Sequence[Compiled], watch: Callable[[], None] = _never) -> Heard:
    """What the given files say of a page, the nearest first."""
    scene = Scene(page, markup, day_of(page) if any(map(_dated, files)) else None)
    claims: dict[int, list[Claim]] = {}
    bounds: list[Bound] = []
    body: Body | None = None
    links: dict[str, str] = {}
    for near, compiled in zip(range(len(files), 0, -1), files, strict=True):
        for version in compiled.articles:
            if markup is None or not holds(version.article, scene.day):
                continue
            watch()
            body = body or _body(version, compiled, scene, bounds)
            _leave_out(version, compiled, scene, bounds)
            _printed(version, compiled, scene, near, claims)
            for key in ("next_page", "single_page"):
                link = _link(version, compiled, markup, key)
                if link:
                    links.setdefault(key, link)
    for near, compiled in zip(range(len(files), 0, -1), files, strict=True):
        for early, rule in enumerate(reversed(compiled.rules)):
            watch()
            if holds(rule.rule, scene.day):
                body = _speak(rule, scene, (near, early), claims, body)
    return Heard(claims, bounds, links)


def files_for(page: Page, markup: Markup | None, rules: RuleSet) -> list[Compiled]:
    """The files that speak of a page: those of its host, then those of its platforms."""
    found = rules.for_address(page.address)
    if markup is not None and rules.platforms:
        head = markup.head(_HEAD)
        found += [c for c in rules.platforms if _made_by(c, page, markup, head)]
    return found


def _made_by(compiled: Compiled, page: Page, markup: Markup, head: str) -> bool:
    """Whether a page shows a sign of the platform."""
    platform = compiled.file.platform
    if platform is None:
        return False
    generator = (page.declared.generator or "").lower()
    if generator and any(generator.startswith(g.lower()) for g in platform.generator):
        return True
    if any(print_ in head for print_ in platform.fingerprint):
        return True
    return any(s.may_match(head) and _elements(s, compiled, markup) for s in compiled.markup)


def day_of(page: Page) -> dt.date | None:
    """The day on which the page says it was published, None if it says none."""
    found = _DAY.match(page.declared.published or "")
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _dated(compiled: Compiled) -> bool:
    file = compiled.file
    return any(r.since or r.until for r in file.rule) or any(a.since or a.until for a in file.articles)


def _elements(selector: Selector, compiled: Compiled, markup: Markup) -> list[tuple[Any, str | None]]:
    """What a selector finds; one that fails is told of and finds nothing."""
    try:
        return markup.elements(selector)
    except ValueError as error:
        _tell(compiled.prefix, selector.source, error)
        return []


def _blocks(selector: Selector, name: str, markup: Markup, *, first: bool = False) -> dict[int, int]:
    try:
        return markup.first_blocks(selector) if first else markup.blocks(selector)
    except ValueError as error:
        _tell(name, selector.source, error)
        return {}


def _tell(name: str, source: str, error: Exception) -> None:
    warnings.warn(f"{name}: {source!r} {error}; it is left out", RuleWarning, stacklevel=3)


def _body(version: Version, compiled: Compiled, scene: Scene, bounds: list[Bound]) -> Body | None:
    """The first selector that finds blocks tells the body: what is in it, and what is not."""
    if scene.markup is None:
        return None
    for selector in version.selectors.get("body", ()):
        name = f"{compiled.prefix}article.body"
        inside = _blocks(selector, name, scene.markup)
        if not inside:
            continue
        body = Body(min(inside), max(inside), frozenset(inside))
        before = tuple(range(body.first))
        after = tuple(b for b in range(body.first, len(scene.page)) if b not in inside)
        bounds += [
            Bound(name, tuple(sorted(inside)), DROP, _INSIDE, selector.source),
            Bound(name, before, _RUNNING, _OUTSIDE, selector.source),
            Bound(name, after, _ALL_RUNNING, _OUTSIDE, selector.source),
        ]
        return body
    return None


def _leave_out(version: Version, compiled: Compiled, scene: Scene, bounds: list[Bound]) -> None:
    for selector in version.selectors.get("leave_out", ()):
        name = f"{compiled.prefix}article.leave_out"
        blocks = _blocks(selector, name, scene.markup) if scene.markup else {}
        if blocks:
            bounds.append(Bound(name, tuple(sorted(blocks)), KEEP | SIDE, CERTAIN, selector.source))


def _printed(version: Version, compiled: Compiled, scene: Scene, near: int, claims: dict[int, list[Claim]]) -> None:
    """Headline, byline and date; a rule of the same file outdoes them."""
    for key, role in _PRINTED:
        name = f"{compiled.prefix}article.{key}"
        for selector in version.selectors.get(key, ()):
            blocks = _blocks(selector, name, scene.markup, first=role is Role.HEADLINE) if scene.markup else {}
            told = Evidence(name, role, CERTAIN, selector.source)
            for block, depth in blocks.items():
                claims.setdefault(block, []).append(Claim(near, depth, -1, told))
            if blocks:
                break


def _link(version: Version, compiled: Compiled, markup: Markup, key: str) -> str | None:
    """The address that the first selector with a link finds: its value, its href, or that of a link in it."""
    for selector in version.selectors.get(key, ()):
        for element, value in _elements(selector, compiled, markup):
            inner = element.find(".//a[@href]")
            address = value or element.get("href") or (inner.get("href") if inner is not None else None)
            if address and address.strip():
                return str(address).strip()
    return None


def _speak(
    rule: Rule, scene: Scene, rank: tuple[int, int], claims: dict[int, list[Claim]], body: Body | None
) -> Body | None:
    """Add what a rule says; gives the body, worked out where a position asked for it."""
    found = _by_elements(rule, scene)
    if rule.text is not None and found:
        words = dict(_by_text(rule, scene.page, found))
        found = {block: found[block] for block in words}
    else:
        words = {}
    if rule.rule.position and found:
        if body is None and rule.rule.position not in ("first", "last"):
            body = body_of(scene.page)
        found = at_position(rule.rule.position, found, body)
    selector = rule.rule.css or rule.rule.xpath or rule.rule.position or ""
    plain = Evidence(rule.id, rule.rule.role, rule.points, selector)
    near, early = rank
    for block, depth in found.items():
        seen = words.get(block)
        told = Evidence(rule.id, rule.rule.role, rule.points, seen) if seen else plain
        claims.setdefault(block, []).append(Claim(near, depth, early, told))
    return body


def _by_elements(rule: Rule, scene: Scene) -> dict[int, int]:
    """The blocks in the elements that the rule names, all blocks if it names none."""
    found: dict[int, int] | None = None
    for selector in (rule.css, rule.xpath):
        if selector is None:
            continue
        blocks = _blocks(selector, rule.id, scene.markup) if scene.markup else {}
        found = blocks if found is None else {b: max(d, found[b]) for b, d in blocks.items() if b in found}
    return dict.fromkeys(range(len(scene.page)), _FREE) if found is None else found


def _by_text(rule: Rule, page: Page, blocks: Sequence[int] | dict[int, int]) -> Iterator[tuple[int, str]]:
    """The blocks whose text the pattern is found in, with what it found; none of them where it takes too long."""
    out = []
    for block in blocks:
        try:
            found = searched(rule.text, page.texts[block]) if rule.text is not None else None
        except TimeoutError:
            warnings.warn(
                f"{rule.id}: its pattern took too long; it is left out on this page", RuleWarning, stacklevel=3
            )
            return
        if found is not None:
            out.append((block, found))
    yield from out


def _resolved(claims: list[Claim]) -> list[Evidence]:
    """Of the claims to a block the best of each strength; where one is certain, nothing else counts."""
    best: dict[float, Claim] = {}
    for claim in claims:
        strength = claim.evidence.strength
        if strength not in best or claim[:3] > best[strength][:3]:
            best[strength] = claim
    certain = best.get(CERTAIN)
    return [certain.evidence] if certain else [best[s].evidence for s in sorted(best, reverse=True)]
