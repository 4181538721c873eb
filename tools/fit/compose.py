"""Labelled pages with prompts, sign-ups, labels, notes and a second article set in: rare roles, known by construction.

The lines are those that lexicon phrases must fire on, and parts.toml; the pages are the labelled ones.
"""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from cleanpress.model import Role
from cleanpress.rules.languages import languages_of
from cleanpress.rules.schema import Lexicon, knowledge, load

Blocks = list[list[Any]]
_BODY = {"paragraph", "subhead", "question", "quote", "list_item"}
_ENGLISH = "en"


@cache
def _lines(language: str) -> dict[str, tuple[str, ...]]:
    """Lines of a lexicon by their cue and by its group."""
    out: dict[str, list[str]] = {}
    for phrase in load(knowledge("lexicons", f"{language}.toml"), Lexicon).phrase:
        for name in (phrase.cue, phrase.cue.partition(".")[0]):
            out.setdefault(name, []).append(phrase.fires)
    return {group: tuple(dict.fromkeys(lines)) for group, lines in out.items()}


@cache
def _parts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("parts.toml").read_text(encoding="utf-8"))


def compose(blocks: Blocks, others: list[Blocks], seed: str) -> Blocks:
    """A page with prompts at one or both ends, sign-ups and teasers in the body, and often a second article.

    Args:
        blocks: [role, sure, text] of a labelled page.
        others: Labelled pages to take a second article from.
        seed: What the draw hangs on.
    """
    draw = random.Random(seed)  # noqa: S311 - repeatable, guards nothing
    language = _language(blocks)
    body = [i for i, (role, _, _) in enumerate(blocks) if role in _BODY]
    if len(body) < 4:
        return blocks
    start, end = _article(blocks, body)
    article = _with_inserts(blocks[start:end], language, draw)
    if draw.random() < 0.5:  # a bare scrape: no menus, the offer runs into the article
        before: Blocks = []
        after: Blocks = []
    else:
        before, after = blocks[:start], blocks[end:]
    head = _offer(language, draw) if draw.random() < 0.7 else []
    tail = _offer(language, draw, short=True) if draw.random() < 0.8 else []
    if tail and draw.random() < 0.8:
        tail += _second_article(language, others, draw)
    return [*before, *head, *article, *_notes(language, draw), *tail, *after]


def _language(blocks: Blocks) -> str:
    found = sorted(languages_of([t for _, _, t in blocks], None) - {_ENGLISH})
    return found[0] if found else _ENGLISH


def _article(blocks: Blocks, body: list[int]) -> tuple[int, int]:
    """From the headline (and kicker before it) to the last block of the body."""
    start = next((i for i, (role, _, _) in enumerate(blocks) if role == Role.HEADLINE), body[0])
    if start and blocks[start - 1][0] == Role.KICKER:
        start -= 1
    return min(start, body[0]), body[-1] + 1


def _pick(group: str, language: str, draw: random.Random, most: int) -> list[str]:
    lines = _lines(language).get(group, ())
    return draw.sample(lines, min(len(lines), draw.randint(1, most)))


def _part(name: str, language: str, draw: random.Random, most: int) -> list[str]:
    lines = _parts().get(language, {}).get(name, [])
    return draw.sample(lines, min(len(lines), draw.randint(0, most)))


def _as(role: Role, lines: list[str]) -> Blocks:
    return [[role.value, True, line] for line in lines]


def _offer(language: str, draw: random.Random, *, short: bool = False) -> Blocks:
    """A paywall: prompts and, among them, plain lines of what the offer holds."""
    lines = _pick("paywall", language, draw, 4 if short else 7)
    benefits = _part("benefits", language, draw, 3 if short else 9)
    at = draw.randint(0, len(lines))
    out = _as(Role.PAYWALL, [*lines[:at], *benefits, *lines[at:]])
    if not short and draw.random() < 0.6:
        kind = "signup.newsletter" if draw.random() < 0.6 else "signup"
        out = [*_as(Role.SIGNUP, _pick(kind, language, draw, 2)), *out]
    if not short and draw.random() < 0.5:
        out = [*_as(Role.PROMO, _part("slogans", language, draw, 2)), *out]
    return out


def _notes(language: str, draw: random.Random) -> Blocks:
    """What an article may end with: a correction, a line of the author."""
    out = _as(Role.CORRECTION, _pick("correction", language, draw, 2)) if draw.random() < 0.3 else []
    if draw.random() < 0.3:
        out += _as(Role.AUTHOR_BIO, _pick("author_bio", language, draw, 2))
    return out if draw.random() < 0.7 else out[::-1]


def _with_inserts(article: Blocks, language: str, draw: random.Random) -> Blocks:
    out: Blocks = []
    texts = [t for role, _, t in article if role == Role.PARAGRAPH]
    for block in article:
        out.append(block)
        if block[0] != Role.PARAGRAPH:
            continue
        roll = draw.random()
        if roll < 0.05:
            out += _as(Role.SIGNUP, _pick("signup", language, draw, 2))
        elif roll < 0.09:
            out += _as(Role.TEASER, _pick("teaser", language, draw, 1))
        elif roll < 0.14:
            out += _as(Role.CAPTION, _part("captions", language, draw, 1))
            out += _as(Role.CREDIT, _part("credits", language, draw, 1))
        elif roll < 0.18 and texts:
            out += _pull_quote(draw.choice(texts), draw)
        elif roll < 0.2:
            out += _as(Role.CODE, draw.sample(_parts()["any"]["code"], 1))
    if draw.random() < 0.3:
        out = _pictured(out, language, draw)
    if draw.random() < 0.1 and out and out[0][0] == Role.HEADLINE:
        out[1:1] = _as(Role.CORRECTION, _pick("correction", language, draw, 1))
    if out and out[0][0] == Role.HEADLINE and draw.random() < 0.5:
        out = [*_as(Role.KICKER, _part("kickers", language, draw, 1)), *out]
    return out


def _pictured(article: Blocks, language: str, draw: random.Random) -> Blocks:
    """The article with the words of a picture over its first paragraph."""
    at = next((i for i, (role, _, _) in enumerate(article) if role == Role.PARAGRAPH), 0)
    credit = _part("credits", language, draw, 1)
    return [
        *article[:at],
        *_as(Role.CAPTION, _part("captions", language, draw, 1)),
        *_as(Role.CREDIT, credit),
        *article[at:],
    ]


def _pull_quote(text: str, draw: random.Random) -> Blocks:
    """One sentence of the text, or its beginning."""
    sentences = [s for s in text.replace("? ", "?|").replace(". ", ".|").split("|") if 5 <= len(s.split()) <= 40]
    if not sentences:
        return []
    words = draw.choice(sentences).split()
    if len(words) > 12 and draw.random() < 0.4:
        words = words[: draw.randint(7, 12)]
    return _as(Role.PULL_QUOTE, [" ".join(words)])


def _second_article(language: str, others: list[Blocks], draw: random.Random) -> Blocks:
    """The beginning of another article: all of it teaser."""
    other = draw.choice(others)
    first = next((i for i, (role, _, _) in enumerate(other) if role == Role.HEADLINE), 0)
    chosen = [
        t for role, _, t in other[first:] if role in _BODY or role in ("headline", "byline", "standfirst", "caption")
    ]
    lines = [*_part("captions", language, draw, 2), *_part("names", language, draw, 1)]
    lines += _part("greetings", language, draw, 1) if draw.random() < 0.4 else chosen[: draw.randint(1, 6)]
    lines += _part("asides", language, draw, 2)
    return _as(Role.TEASER, [*lines, *_part("continuing", language, draw, 2)])
