"""The language of a page is told by its longest blocks; English is always read along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.rules import languages
from cleanpress.rules.languages import known_languages, languages_of

TEXTS = {
    "de": "Die Fähre hat den Fluss am Morgen überquert und wird nicht mehr fahren, weil auch die Brücke für den "
    "Verkehr gesperrt ist und der Besitzer sich mit dem Amt nicht auf einen Preis geeinigt hat.",
    "fr": "Le bac a traversé la rivière au matin et ne reviendra pas, parce que les propriétaires n'ont pas trouvé "
    "un accord avec la ville sur le prix des billets pour les habitants qui sont au travail dans le port.",
    "es": "El barco cruzó el río por la mañana con los vecinos y no volverá, porque el dueño no ha llegado a un "
    "acuerdo con el ayuntamiento sobre el precio de los billetes para los que viven al otro lado del puerto.",
    "ru": "Паром пересёк реку утром и больше не вернётся, потому что владелец не договорился с городом о цене на "
    "билеты для жителей, которые работают в порту на другом берегу, как это было в прошлом году.",
    "ja": "朝早く川の上に霧がかかり、渡し船は最初の客を待っている。船頭は今日が最後の日になると話した。",
    "zh": "清晨河上有雾，渡船在等第一批乘客。船夫说，这是最后的一天，他和家人不会再回到这里了。",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_language_of_the_text(language: str) -> None:
    assert languages_of(["Menu", TEXTS[language]], None) == {"en", language} & known_languages()


def test_english_alone() -> None:
    text = "The ferry crossed the river in the morning and it was the last time that it did, by all that is known."
    assert languages_of([text], "en-GB") == {"en"}


@pytest.mark.parametrize("declared", ["de", "de-AT", "DE_de", "de-Latn-CH"])
def test_the_declared_language_is_read_too(declared: str) -> None:
    assert languages_of(["123"], declared) == {"en", "de"}


@pytest.mark.parametrize("declared", ["tlh", "", "-", "zz-ZZ", None])
def test_what_has_no_lexicon_is_left_out(declared: str | None) -> None:
    assert languages_of(["123"], declared) == {"en"}


def test_short_blocks_do_not_outweigh_the_text() -> None:
    assert "de" in languages_of([*["Read more of this and that"] * 50, *[TEXTS["de"]] * 12], None)


def test_no_text() -> None:
    assert languages_of([], None) == {"en"}
    assert languages_of([""], None) == {"en"}


def test_known_languages_have_lexicons() -> None:
    assert {"en", "de", "fr", "es"} <= known_languages()


compiled = pytest.mark.skipif(languages._tongue is None, reason="built without compiled parts")
WORDS = [
    "the",
    "und",
    "de",
    "la",
    "не",
    "的",
    "のは",
    "이는",
    "x",
    "İ",
    "ΟΔΟΣ",
    "\u2003",
    "\x1c",
    "a-b",
    "in",
    "que",
    "😀",
]


@compiled
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=40))
def test_counted_the_same_compiled(words: list[str]) -> None:
    sample = " ".join(words).lower()
    assert languages._compiled().count(sample) == languages._tally(sample)


@compiled
@pytest.mark.parametrize("code", [*sorted(languages._book()[1]), "en", "de"])
def test_all_that_tells_a_language_is_counted(code: str) -> None:
    words, letters = languages._book()
    sample = " ".join([word for word, found in words.items() if code in found] + ["".join(letters.get(code, ()))] * 2)
    found = languages._compiled().count(sample)
    assert found == languages._tally(sample)
    assert found[0][code] > 0


@compiled
def test_marks_that_the_tally_does_not_look_for_are_refused() -> None:
    with pytest.raises(ValueError, match="no letter"):
        languages._tongue.Tally({}, {"xx": ("ab",)})
    with pytest.raises(OverflowError, match="32 letters"):
        languages._tongue.Tally({"x" * 40: ("xx",)}, {})


@compiled
@given(st.lists(st.text("ab", max_size=9), max_size=30), st.integers(1, 16))
def test_the_longest_in_the_same_order_compiled(texts: list[str], most: int) -> None:
    numbered = [f"{text}{n % 10}" for n, text in enumerate(texts)]
    assert languages._tongue.longest(numbered, most) == sorted(numbered, key=len, reverse=True)[:most]
