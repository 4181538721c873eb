"""From what is remembered of a site to an ordinary site file, with counts as reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from cleanpress.errors import InputError
from cleanpress.model import KEEP, Role
from cleanpress.rules.site.schema import About, Article, SiteFile, SiteRule, Strength
from cleanpress.study.names import named
from cleanpress.study.state import Phrase, Spot, State

LEAST = 2
"""Pages from which anything is said at all."""

_SHARE = 0.15  # of the pages that furniture has to come on
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NEVER = frozenset(
    ("td", "th", "dt", "dd", "pre", "code", "caption")
)  # labels of tables come again on every page, and are text
_WORDS = 4  # from which a text that comes again is no label of the article's own
_PURE = 0.9  # of a path's blocks that have to be furniture, or of one role
_TEXTS = 12  # of one path that are told by their words
_MUCH = 6  # blocks from which a path has a role
_LABELS = 0.1  # of a path's blocks that may come again where it has a role
_BODY = 0.9  # of the kept words that the body has to hold
_CLEAN = 0.95  # of the body's words that have to be kept
_KEPT = frozenset(role.value for role in KEEP)
_SINGLE = frozenset(("p", "li", "figcaption", "button", "label", "option", "summary", "a", "span", "time", "small"))
_FEW = 0.3  # of a text's blocks that may surely have been kept
_MANY = 3  # pages that it takes otherwise
_SENTENCE = 8  # words of a text that may be a passage of the article, quoted on another page
_LIKELY = 0.15  # share of the roles that are dropped from which it hardly is
_PROSE = 0.75  # of the kept words, in paragraphs, from which a site is one of articles
_CONFIDENT = 0.1  # mean confidence of its pages, likewise: shops and lists have less
_PARTLY = 0.4  # of a path's blocks that have to recur where the others are alike, such as teasers
_LEARNABLE = frozenset(
    role.value
    for role in (Role.PARAGRAPH, Role.CAPTION, Role.CREDIT, Role.TEASER, Role.BYLINE, Role.STANDFIRST, Role.PAYWALL,
                 Role.SIGNUP, Role.PROMO, Role.ADVERT, Role.AUTHOR_BIO, Role.TAGS, Role.SHARE)
)  # fmt: skip


def site_file(state: State, host: str) -> SiteFile:
    """What the pages had in common, as rules: only where the general passes erred or were in doubt.

    Raises:
        InputError: Fewer than two pages.
    """
    if state.pages < LEAST:
        raise InputError(f"{state.pages} page(s) seen; {LEAST} are the least, 3 and more do better")
    about = About(host, (host,), about=f"Learned from {state.pages} pages.")
    rules = (*_furniture(state), *_roles(state))
    return SiteFile(about, article=_article(state) or (), rule=tuple(_numbered(rules)))


def _numbered(rules: Iterable[SiteRule]) -> Iterator[SiteRule]:
    """The rules, each id once."""
    seen: dict[str, int] = {}
    for rule in rules:
        seen[rule.id] = seen.get(rule.id, 0) + 1
        number = seen[rule.id]
        yield rule if number == 1 else msgspec.structs.replace(rule, id=f"{rule.id}-{number}")


def _furniture(state: State) -> Iterator[SiteRule]:
    """Texts that come again: as their path where nothing else stands there, otherwise word for word."""
    least = max(LEAST, round(_SHARE * state.pages))
    if not _of_articles(state):
        return  # on shops and lists the text itself recurs
    by_path: dict[str, list[Phrase]] = {}
    for phrase in state.phrases.values():
        if phrase.pages >= least and (phrase.kept or phrase.doubt) and _may_go(phrase, state):
            by_path.setdefault(phrase.path, []).append(phrase)
    texts: dict[str, list[Phrase]] = {}
    for path, phrases in by_path.items():
        role = _role_of(phrases)
        spot = state.paths.get(path)
        pure = _PURE if state.pages < _MANY or (spot and spot.pages < _MANY) else _PARTLY
        whole = spot is not None and spot.pages >= least and spot.again >= pure * spot.blocks
        if whole and spot is not None and not spot.mixed and _tells(path) and not _covers_more(path, state):
            why = f"the same texts on {spot.pages} of {state.pages} pages ({spot.blocks} blocks)"
            strength: Strength = "certain" if spot.pages >= _MANY else "strong"
            yield SiteRule(id=_id(role, path), role=Role(role), css=path, strength=strength, why=why)
        else:
            texts.setdefault(role, []).extend(p for p in phrases if len(p.text.split()) >= _WORDS)
    for role, phrases in texts.items():
        phrases.sort(key=lambda p: (-p.pages, p.text))
        for at in range(0, len(phrases), _TEXTS):
            yield _by_words(role, phrases[at : at + _TEXTS], state)


def _of_articles(state: State) -> bool:
    prose = state.prose_words >= _PROSE * state.kept_words
    return prose and state.confidence >= _CONFIDENT * state.pages


def _by_words(role: str, phrases: list[Phrase], state: State) -> SiteRule:
    pattern = "^(?:" + "|".join(_pattern(p.text) for p in phrases) + ")$"
    why = f"word for word on {phrases[-1].pages} to {phrases[0].pages} of {state.pages} pages"
    strength: Strength = "certain" if phrases[-1].pages >= _MANY else "strong"
    return SiteRule(id=f"{role}-texts".replace("_", "-"), role=Role(role), text=pattern, strength=strength, why=why)


def _may_go(phrase: Phrase, state: State) -> bool:
    """Whether a text that comes again is furniture: labels of the text come again too, and so do whole passages."""
    if phrase.tag in _NEVER or phrase.tag in _HEADINGS:
        return False
    long = len(phrase.text.split()) >= _SENTENCE
    if long and phrase.kept and phrase.pages < _MANY and phrase.out < _LIKELY * phrase.blocks:
        return False
    if phrase.surely > _FEW * phrase.blocks:  # against the sure word of the passes it takes most of the pages
        return phrase.pages >= _MANY and phrase.pages > state.pages / 2 and len(phrase.text.split()) >= _WORDS
    return True


def _covers_more(path: str, state: State) -> bool:
    """Whether a path without a name at its end also finds elements of the same tag that have one."""
    above, _, last = path.rpartition(" > ")
    near = above.rpartition(" > ")[2]
    return not named(last) and any(
        other != path and other.rpartition(" > ")[0].rpartition(" > ")[2] == near
        for other in state.paths
        if other.rpartition(" > ")[2].partition(".")[0].partition("[")[0] == last
    )


def _role_of(phrases: list[Phrase]) -> str:
    """The role among those that are dropped for which most speaks."""
    sums: dict[str, float] = {}
    for phrase in phrases:
        for role, share in phrase.drops.items():
            sums[role] = sums.get(role, 0.0) + share
    return max(sorted(sums), key=lambda role: sums[role])


def _tells(path: str) -> bool:
    """Whether a path is sure to hold no more than it did: its last step is named, or is a tag that holds one block."""
    last = path.rpartition(" > ")[2]
    return named(path) and (named(last) or last in _SINGLE)


def _pattern(text: str) -> str:
    """A text as a pattern, its figures free."""
    return re.sub(r"\d+", r"\\d+", re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)).replace(" ", r"\s+")


def _roles(state: State) -> Iterator[SiteRule]:
    """Paths that hold one role but for a few doubtful blocks."""
    for path, spot in state.paths.items():
        if spot.pages < LEAST or spot.blocks < _MUCH or spot.mixed or not _tells(path):
            continue
        if spot.again > _LABELS * spot.blocks:
            continue
        role, count = max(spot.roles.items(), key=lambda item: item[1])
        if role in _LEARNABLE and count >= _PURE * spot.blocks and (count < spot.blocks or spot.doubt):
            why = f"{count} of {spot.blocks} blocks on {spot.pages} of {state.pages} pages"
            yield SiteRule(id=_id(role, path), role=Role(role), css=path, strength="hint", why=why)


def _article(state: State) -> Article | None:
    """The smallest container that holds nearly all that was kept on nearly every page."""
    best: tuple[float, str, Spot] | None = None
    for key, spot in state.containers.items():
        if spot.pages < 0.9 * state.pages or spot.elements > spot.pages:
            continue
        if spot.kept_words >= _BODY * state.kept_words and spot.kept_words >= _CLEAN * spot.words:
            score = spot.kept_words / max(spot.words, 1) + spot.kept_words / max(state.kept_words, 1)
            if best is None or score > best[0]:
                best = (score, key, spot)
    if best is None:
        return None
    _, key, spot = best
    share = spot.kept_words / max(state.kept_words, 1)
    return Article(body=(key,), why=f"{share:.0%} of the text on {spot.pages} of {state.pages} pages")


def _id(role: str, path: str) -> str:
    words = re.findall(r"[A-Za-z]+", path.rpartition(" > ")[2].partition(".")[2] or path.rpartition(" > ")[2])
    return "-".join([role.replace("_", "-"), *words])[:60].rstrip("-").lower()
