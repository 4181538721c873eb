"""The texts of one language: what composed pages are made of."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).with_name("languages")

Lines = tuple[str, ...]


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of parts.

    Lines may hold slots: {n} a number, {price} a price, {site} the paper's name, {title} another article's title.
    A line that begins with "> " is a button or link. A prompt is a list of lines that belong together.
    """

    site: str
    prices: Lines
    sentences: Lines
    titles: Lines
    kickers: Lines
    standfirsts: Lines
    bylines: Lines
    names: Lines
    datelines: Lines
    subheads: Lines
    questions: Lines
    quotes: Lines
    captions: Lines
    credits: Lines
    list_items: Lines
    table: tuple[Lines, ...]
    corrections: Lines
    footnote_label: str
    footnotes: Lines
    paywall: tuple[Lines, ...]
    signup: tuple[Lines, ...]
    teaser_labels: Lines
    teaser_prefixes: Lines
    blurbs: Lines
    agos: Lines
    nav: Lines
    share: Lines
    ads: Lines
    sponsored: str
    consent: tuple[Lines, ...]
    comment_labels: Lines
    comments: Lines
    comment_form: Lines
    tag_label: str
    tags: Lines
    bio_label: str
    bios: Lines
    legal: Lines
    promos: tuple[Lines, ...]
    footer: Lines
    address: str
    interface: Lines


def languages() -> tuple[str, ...]:
    """The codes of the languages with parts, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def parts(language: str) -> Parts:
    """The parts of a language.

    Raises:
        msgspec.ValidationError: A key is missing, misspelled or of another type.
    """
    return msgspec.convert(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")), Parts)


@cache
def code_samples() -> Lines:
    """Pieces of source code; they need no language."""
    found = tomllib.loads((FOLDER.parent / "code.toml").read_text(encoding="utf-8"))
    return tuple(text.strip("\n") for text in found["samples"])
