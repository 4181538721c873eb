"""Phrases are found in the blocks they stand in, at word borders, where and as long as they may."""

from __future__ import annotations

import pytest

from cleanpress.errors import RuleError
from cleanpress.rules.phrases import Hit, Lexicons, compile_lexicons, cue_names, find, fold, lexicons, unspaced
from cleanpress.rules.schema import Cue, Cues, Lexicon, Phrase, Where

CUES = Cues(cue={"pay": Cue(about="", max_words=10), "share": Cue(about="", max_words=5)})


def phrase(text: str, cue: str = "pay", where: Where = "any", max_words: int | None = None) -> Phrase:
    return Phrase(cue=cue, text=text, fires="", spares="", where=where, max_words=max_words)


def book(*phrases: Phrase) -> Lexicons:
    return compile_lexicons(CUES, [Lexicon(language="xx", name="Invented", phrase=phrases)])


def hits(books: Lexicons, *texts: str) -> list[tuple[int, str]]:
    return [(hit.block, hit.phrase) for hit in find(list(texts), [len(t.split()) for t in texts], books)]


def test_fold() -> None:
    assert fold("You’ve\u00a0READ 2\u20112") == "you've read 2-2"
    assert fold("PLAIN") == "plain"


def test_unspaced() -> None:
    assert [unspaced(c) for c in "aж漢かカก한"] == [False, False, True, True, True, True, False]


def test_hits_tell_block_cue_and_phrase() -> None:
    books = book(phrase("subscribe now"), phrase("copy link", "share"))
    assert list(find(["Copy link", "text", "Please subscribe now!"], [2, 1, 3], books)) == [
        Hit(0, 1, "any", "copy link"),
        Hit(2, 0, "any", "subscribe now"),
    ]


@pytest.mark.parametrize(
    "text, found",
    [
        ("Log in", True),
        ("LOG IN!", True),
        ("(log in)", True),
        ("Blog in peace", False),
        ("log information", False),
        ("log in2", False),
        ("2log in", False),
        ("log\u00a0in", True),
        ("log  in", False),
    ],
)
def test_phrases_stand_at_word_borders(text: str, found: bool) -> None:
    assert bool(hits(book(phrase("log in")), text)) is found


@pytest.mark.parametrize("text, found", [("会員登録はこちら", True), ("新規会員登録", True), ("abc会員登録", True)])
def test_scripts_without_spaces_need_no_borders(text: str, found: bool) -> None:
    assert bool(hits(book(phrase("会員登録")), text)) is found


@pytest.mark.parametrize(
    "where, texts",
    [
        ("any", {"share", "share this", "please share", "do share this"}),
        ("start", {"share", "share this"}),
        ("end", {"share", "please share"}),
        ("whole", {"share"}),
    ],
)
def test_where_a_phrase_may_stand(where: Where, texts: set[str]) -> None:
    books = book(phrase("share", where=where))
    assert {t for t in ("share", "share this", "please share", "do share this") if hits(books, t)} == texts


@pytest.mark.parametrize("text", ["» Share «", "“Share”", "• Share:", "Share…"])
def test_signs_around_a_phrase_do_not_count(text: str) -> None:
    assert hits(book(phrase("share", where="whole")), text)


def test_a_phrase_counts_in_short_blocks_only() -> None:
    books = book(phrase("free"), phrase("trial", max_words=2), phrase("gift", "share"))
    assert hits(books, " ".join(["free"] * 10))
    assert not hits(books, " ".join(["free"] * 11))
    assert hits(books, "trial now")
    assert not hits(books, "a trial now")
    assert not hits(books, "a b c d e gift")


def test_a_phrase_does_not_reach_over_blocks() -> None:
    assert not hits(book(phrase("log in")), "log", "in")


def test_blocks_that_grow_in_lower_case_keep_their_numbers() -> None:
    assert len("İİİ".lower()) > 3
    assert hits(book(phrase("share")), "İİİİ İstanbul", "x", "share") == [(2, "share")]


def test_no_phrases_and_no_texts_give_no_hits() -> None:
    assert hits(book(), "share") == []
    assert hits(book(phrase("share")), "") == []


def test_one_phrase_may_have_two_cues() -> None:
    found = find(["share"], [1], book(phrase("share"), phrase("share", "share")))
    assert {hit.cue for hit in found} == {0, 1}


@pytest.mark.parametrize("text", ["Share", "it’s", " share", ""])
def test_a_phrase_must_be_folded(text: str) -> None:
    with pytest.raises(RuleError, match="lower case") as caught:
        book(phrase(text))
    assert caught.value.file == "xx.toml"


def test_a_cue_must_exist() -> None:
    with pytest.raises(RuleError, match="unknown cue 'nothing'"):
        book(phrase("share", "nothing"))


def test_packaged_lexicons_are_compiled_once() -> None:
    assert lexicons(frozenset({"en", "de"})) is lexicons(frozenset({"de", "en"}))
    assert lexicons(frozenset({"en"})).cues == cue_names()
