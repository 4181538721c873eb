"""Every phrase of every packaged lexicon hits the line it is meant for and spares the one that looks alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

import pytest

from cleanpress.rules.phrases import Lexicons, compile_lexicons, find, fold
from cleanpress.rules.schema import Cues, Lexicon, Phrase, knowledge, load

FILES = sorted(
    (f for f in knowledge("lexicons").iterdir() if f.name.endswith(".toml")),
    key=lambda f: f.name,
)
LARGE = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru"})
LEAST_LARGE, LEAST_SMALL = 40, 12
PROMPTS = ("paywall.", "signup.", "teaser.")
CUES = tuple(load(knowledge("cues.toml"), Cues).all)


@cache
def book(name: str) -> Lexicon:
    """The lexicon in the file of that name."""
    return load(knowledge("lexicons", name), Lexicon)


@cache
def compiled(name: str) -> Lexicons:
    """That lexicon alone, so that no other language's phrase can answer for it."""
    return compile_lexicons(load(knowledge("cues.toml"), Cues), [book(name)])


def hits(name: str, phrase: Phrase, line: str) -> bool:
    """Whether that very phrase, with its cue, is found in the line."""
    books = compiled(name)
    found = find([line], [len(line.split())], books)
    return any(hit.phrase == phrase.text and books.cues[hit.cue] == phrase.cue for hit in found)


def each_phrase() -> Iterator[object]:
    """One test parameter a phrase, named language:cue:text."""
    for file in FILES:
        lexicon = book(file.name)
        for phrase in lexicon.phrase:
            yield pytest.param(file.name, phrase, id=f"{lexicon.language}:{phrase.cue}:{phrase.text}")


def file_id(file: Traversable) -> str:
    """Test name of a lexicon file."""
    return file.name


each_file = pytest.mark.parametrize("file", FILES, ids=file_id)


@pytest.mark.parametrize(("name", "phrase"), list(each_phrase()))
def test_phrase(name: str, phrase: Phrase) -> None:
    assert hits(name, phrase, phrase.fires), f"should hit: {phrase.fires!r}"
    assert not hits(name, phrase, phrase.spares), f"should spare: {phrase.spares!r}"


@each_file
def test_file_is_named_after_its_language(file: Traversable) -> None:
    assert file.name == f"{book(file.name).language}.toml"
    assert book(file.name).name


@each_file
def test_no_phrase_twice(file: Traversable) -> None:
    counted = Counter((phrase.cue, phrase.text) for phrase in book(file.name).phrase)
    assert [entry for entry, count in counted.items() if count > 1] == []


@each_file
def test_enough_phrases(file: Traversable) -> None:
    lexicon = book(file.name)
    least = LEAST_LARGE if lexicon.language in LARGE else LEAST_SMALL
    assert len(lexicon.phrase) >= least


@each_file
def test_prompts_are_covered(file: Traversable) -> None:
    cues = {phrase.cue for phrase in book(file.name).phrase}
    assert [area for area in PROMPTS if not any(cue.startswith(area) for cue in cues)] == []


@each_file
def test_phrases_are_folded(file: Traversable) -> None:
    assert [phrase.text for phrase in book(file.name).phrase if phrase.text != fold(phrase.text).strip()] == []


@each_file
def test_lines_are_not_the_same(file: Traversable) -> None:
    assert [phrase.text for phrase in book(file.name).phrase if phrase.fires == phrase.spares] == []


def test_all_lexicons_compile_together() -> None:
    assert FILES
    books = compile_lexicons(load(knowledge("cues.toml"), Cues), [book(file.name) for file in FILES])
    assert books.cues == CUES
