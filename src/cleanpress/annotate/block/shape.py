"""What the form of the text says: length, links, punctuation, capitals, figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.letters import Counts, Kind, Mask, Text
from cleanpress.annotate.signals import Signals, bin_names, bins
from cleanpress.annotate.view import View

_fast: Any
_form: Any
try:
    from cleanpress.annotate import _fast
except ImportError:
    _fast = None
try:
    from cleanpress.annotate import _form
except ImportError:
    _form = None

WORD_EDGES = (2, 3, 4, 6, 9, 13, 20, 30, 50, 100)
LINK_EDGES = (0.01, 0.1, 0.25, 0.5, 0.8, 0.97)
CAPS_EDGES = (0.05, 0.3, 0.6, 0.95)
_FLAGS = (
    "ends.stop", "ends.question", "ends.exclaim", "ends.colon", "ends.ellipsis", "ends.quote", "ends.comma",
    "ends.open", "starts.lower", "starts.digit", "starts.quote", "starts.dash", "has.question", "has.colon",
    "no_letters", "all_capitals", "all_strong", "begins_strong", "names_like", "one_word", "sentences.1", "sentences.2",
    "sentences.4", "comma", "commas3", "links.1", "links.2", "links.4", "price", "clock", "year", "date", "digits",
    "mail", "address", "separator", "copyright", "brackets", "numbered", "speaker", "handle", "arrow", "slash",
)  # fmt: skip
NAMES = (
    *bin_names("shape.words", WORD_EDGES),
    *bin_names("shape.linked", LINK_EDGES),
    *bin_names("shape.capitals", CAPS_EDGES),
    *(f"shape.{f}" for f in _FLAGS),
)
_EDGES = tuple(np.array(e, dtype=np.float64) for e in (WORD_EDGES, LINK_EDGES, CAPS_EDGES))
_NO_BREAK = 0xA0
_SPEAKER = 40  # letters before the colon after a speaker's name


def shape(view: View) -> Signals:
    """Form of each block."""
    return Signals(NAMES, _columns(view) if _form is None else _form.shape(view, *_EDGES))


def _columns(view: View) -> NDArray[np.uint8]:
    words = view.words
    beside = dict(zip(BESIDE, _beside(view.text), strict=True))
    capitals = beside["initials"] / (view.text.number(Kind.SPACE) + 1)
    flags = np.zeros((len(view), len(_FLAGS)), dtype=np.uint8)
    at = {name: flags[:, i] for i, name in enumerate(_FLAGS)}
    _mark_ends(view, at)
    _mark_letters(view, at, capitals, beside["sentences"])
    _mark_links(view, at)
    _mark_figures(view, at, beside)
    _mark_patterns(view, at)
    return np.hstack([bins(words, WORD_EDGES), bins(view.linked, LINK_EDGES), bins(capitals, CAPS_EDGES), flags])


_At = dict[str, NDArray[np.uint8]]


def _mark_ends(view: View, at: _At) -> None:
    text = view.text
    codes, last, first = text.codes, view.last, view.first
    quoted = (last & Kind.QUOTE) != 0
    inner = np.where(quoted & (view.size > 1), text.ends - 2, text.ends - 1)
    end, end_kind = codes[inner], text.kinds[inner]
    dots = (end == ord(".")) & (codes[np.maximum(inner - 1, 0)] == ord(".")) & (view.size > 2)
    ellipsis = (end == ord("…")) | dots
    stop = (end_kind & Kind.STOP) != 0
    asks = (end_kind & Kind.ASKS) != 0
    shout = (end == ord("!")) | (end == ord("！"))
    at["ends.ellipsis"][:] = ellipsis
    at["ends.question"][:] = asks
    at["ends.exclaim"][:] = shout
    at["ends.stop"][:] = stop & ~asks & ~shout & ~ellipsis
    at["ends.colon"][:] = (end_kind & Kind.COLON) != 0
    at["ends.quote"][:] = quoted
    at["ends.comma"][:] = (end_kind & Kind.COMMA) != 0
    at["ends.open"][:] = (end_kind & (Kind.LETTER | Kind.DIGIT)) != 0
    at["starts.lower"][:] = (first & Kind.LOWER) != 0
    at["starts.digit"][:] = (first & Kind.DIGIT) != 0
    at["starts.quote"][:] = (first & Kind.QUOTE) != 0
    at["starts.dash"][:] = (first & Kind.DASH) != 0
    at["arrow"][:] = ((first | last) & Kind.ARROW) != 0
    at["brackets"][:] = ((first & last) & Kind.BRACKET) != 0


def _mark_letters(view: View, at: _At, capitals: NDArray[np.float64], sentences: Counts) -> None:
    text, words = view.text, view.words
    count_upper, count_lower = text.number(Kind.UPPER), text.number(Kind.LOWER)
    letters = text.number(Kind.LETTER)
    at["no_letters"][:] = letters == 0
    at["all_capitals"][:] = (count_upper > 2) & (count_lower == 0)
    at["names_like"][:] = (words >= 2) & (words <= 4) & (capitals > 0.99) & (count_upper == words)
    at["one_word"][:] = words == 1
    commas = text.number(Kind.COMMA)
    at["comma"][:] = commas > 0
    at["commas3"][:] = commas > 2
    for least in (1, 2, 4):
        at[f"sentences.{least}"][:] = sentences >= least
    at["has.question"][:] = text.number(Kind.ASKS) > 0
    at["has.colon"][:] = text.number(Kind.COLON) > 0
    at["separator"][:] = text.number(Kind.SEPARATOR) > 0


def _mark_links(view: View, at: _At) -> None:
    links = np.array(view.page.links)
    at["links.1"][:] = links == 1
    at["links.2"][:] = (links == 2) | (links == 3)
    at["links.4"][:] = links >= 4
    strong = np.array(view.page.strong) * 10
    at["all_strong"][:] = strong >= view.solid * 9
    at["begins_strong"][:] = (strong > 0) & (strong < view.solid * 9)


def _mark_figures(view: View, at: _At, beside: dict[str, Counts]) -> None:
    """Prices, clock times, years, dates and signs."""
    at["digits"][:] = view.text.number(Kind.DIGIT) * 2 > view.size
    for name in ("price", "clock", "year", "mail", "copyright", "slash"):
        at[name][:] = beside[name] > 0
    at["date"][:] = (beside["joints"] >= 2) | (beside["year_signs"] > 0)
    at["handle"][:] = (beside["hash"] > 0) | (beside["mail"] > 0)


#: What is told by letters that stand side by side, counted in each block.
BESIDE = (
    "initials",
    "sentences",
    "price",
    "clock",
    "joints",
    "year_signs",
    "year",
    "mail",
    "copyright",
    "slash",
    "hash",
)


def _beside(text: Text) -> list[Counts]:
    """The counts of `BESIDE`."""
    return [text.count(mask) for mask in (*_words(text), *_figures(text), *(text.codes == ord(c) for c in "@©/#"))]


def _words(text: Text) -> Iterator[Mask]:
    """Capitals that begin a word, marks that end a sentence."""
    initials = text.of(Kind.UPPER)
    initials[1:] &= text.of(Kind.SPACE)[:-1]
    yield initials
    ends = text.of(Kind.STOP)
    ends[:-1] &= text.of(Kind.SPACE | Kind.QUOTE | Kind.UNSPACED)[1:]
    yield ends


def _figures(text: Text) -> Iterator[Mask]:
    """Prices, clock times, joints of dates, signs of years and months, years."""
    codes, digit, money = text.codes, text.of(Kind.DIGIT), text.of(Kind.CURRENCY)
    price = np.zeros_like(digit)
    gap = (codes == ord(" ")) | (codes == _NO_BREAK)
    price[:-1] = (money[:-1] & digit[1:]) | (digit[:-1] & money[1:])
    price[:-2] |= gap[1:-1] & ((money[:-2] & digit[2:]) | (digit[:-2] & money[2:]))
    yield price
    clock = np.zeros_like(digit)
    mark = (codes == ord(":")) | (codes == ord("h"))
    clock[1:-2] = mark[1:-2] & digit[:-3] & digit[2:-1] & digit[3:]
    yield clock
    joint = (codes == ord(".")) | (codes == ord("/")) | (codes == ord("-"))
    date = np.zeros_like(digit)
    date[1:-1] = joint[1:-1] & digit[:-2] & digit[2:]
    yield date
    yield (codes == ord("年")) | (codes == ord("月"))
    year = np.zeros_like(digit)
    if len(codes) > 3:
        first, second = codes[:-3], codes[1:-2]
        century = (first == ord("2")) & (second == ord("0")) | (first == ord("1")) & (second == ord("9"))
        year[:-3] = century & digit[2:-1] & digit[3:]
        year[1:] &= ~digit[:-1]
        year[:-4] &= ~digit[4:]
    yield year


def _mark_patterns(view: View, at: _At) -> None:
    text = view.text
    codes, joined = text.codes, text.joined
    for piece in ("://", "www."):
        position = joined.find(piece)
        while position >= 0:
            at["address"][text.block_at(position)] = 1
            position = joined.find(piece, position + 1)
    starts = text.starts
    first, second = view.first, text.kinds[np.minimum(starts + 1, len(codes) - 1)]
    third = codes[np.minimum(starts + 2, len(codes) - 1)]
    point = (codes[np.minimum(starts + 1, len(codes) - 1)] == ord(".")) | (third == ord(".")) & (
        (second & Kind.DIGIT) != 0
    )
    at["numbered"][:] = ((first & Kind.DIGIT) != 0) & point | (codes[starts] == ord("["))
    colons = np.flatnonzero(text.of(Kind.COLON))
    if len(colons):
        where = np.searchsorted(colons, starts)
        colon = colons[np.minimum(where, len(colons) - 1)]
        near = (where < len(colons)) & (colon - starts < _SPEAKER) & (colon > starts) & (colon + 1 < text.ends)
        spaces = np.cumsum(text.of(Kind.SPACE))
        at["speaker"][:] = near & (spaces[colon] - spaces[starts] <= 3)
