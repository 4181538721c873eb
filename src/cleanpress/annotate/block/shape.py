"""What the form of the text says: length, links, punctuation, capitals, figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.letters import Kind, Mask, Text
from cleanpress.annotate.signals import Signals, bin_names, bins
from cleanpress.annotate.view import View

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
_NO_BREAK = 0xA0
_SPEAKER = 40  # letters before the colon after a speaker's name


def shape(view: View) -> Signals:
    """Form of each block."""
    text, words = view.text, view.words
    space, upper = text.of(Kind.SPACE), text.of(Kind.UPPER)
    initial = upper.copy()
    initial[1:] &= space[:-1]
    capitals = text.count(initial) / np.maximum(view.spaces + 1, 1)
    flags = np.zeros((len(view), len(_FLAGS)), dtype=np.uint8)
    at = {name: flags[:, i] for i, name in enumerate(_FLAGS)}
    _mark_ends(view, at)
    _mark_letters(view, at, upper, capitals)
    _mark_links(view, at)
    _mark_figures(text, at)
    _mark_patterns(view, at)
    return Signals(
        NAMES, np.hstack([bins(words, WORD_EDGES), bins(view.linked, LINK_EDGES), bins(capitals, CAPS_EDGES), flags])
    )


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


def _mark_letters(view: View, at: _At, upper: Mask, capitals: NDArray[np.float64]) -> None:
    text, words = view.text, view.words
    count_upper, count_lower = text.count(upper), text.count(text.of(Kind.LOWER))
    letters = text.count(text.of(Kind.LETTER))
    at["no_letters"][:] = letters == 0
    at["all_capitals"][:] = (count_upper > 2) & (count_lower == 0)
    at["names_like"][:] = (words >= 2) & (words <= 4) & (capitals > 0.99) & (count_upper == words)
    at["one_word"][:] = words == 1
    commas = text.count(text.of(Kind.COMMA))
    at["comma"][:] = commas > 0
    at["commas3"][:] = commas > 2
    stop = text.of(Kind.STOP)
    ends = stop.copy()
    follows = text.of(Kind.SPACE | Kind.QUOTE | Kind.UNSPACED)
    ends[:-1] &= follows[1:]
    sentences = text.count(ends)
    for least in (1, 2, 4):
        at[f"sentences.{least}"][:] = sentences >= least
    at["has.question"][:] = text.count(text.of(Kind.ASKS)) > 0
    at["has.colon"][:] = text.count(text.of(Kind.COLON)) > 0
    at["separator"][:] = text.count(text.of(Kind.SEPARATOR)) > 0


def _mark_links(view: View, at: _At) -> None:
    links = np.array(view.page.links)
    at["links.1"][:] = links == 1
    at["links.2"][:] = (links == 2) | (links == 3)
    at["links.4"][:] = links >= 4
    strong = np.array(view.page.strong) * 10
    at["all_strong"][:] = strong >= view.solid * 9
    at["begins_strong"][:] = (strong > 0) & (strong < view.solid * 9)


def _mark_figures(text: Text, at: _At) -> None:
    """Prices, clock times, years and dates, told by which letters stand side by side."""
    digit = text.of(Kind.DIGIT)
    digits = text.count(digit)
    at["digits"][:] = digits * 2 > (text.ends - text.starts)
    if not digit.any():
        return
    codes, money = text.codes, text.of(Kind.CURRENCY)
    price = np.zeros_like(digit)
    gap = (codes == ord(" ")) | (codes == _NO_BREAK)
    price[:-1] = (money[:-1] & digit[1:]) | (digit[:-1] & money[1:])
    price[:-2] |= gap[1:-1] & ((money[:-2] & digit[2:]) | (digit[:-2] & money[2:]))
    at["price"][:] = text.count(price) > 0
    clock = np.zeros_like(digit)
    mark = (codes == ord(":")) | (codes == ord("h"))
    clock[1:-2] = mark[1:-2] & digit[:-3] & digit[2:-1] & digit[3:]
    at["clock"][:] = text.count(clock) > 0
    joint = (codes == ord(".")) | (codes == ord("/")) | (codes == ord("-"))
    date = np.zeros_like(digit)
    date[1:-1] = joint[1:-1] & digit[:-2] & digit[2:]
    at["date"][:] = (text.count(date) >= 2) | (text.count((codes == ord("年")) | (codes == ord("月"))) > 0)
    year = np.zeros_like(digit)
    if len(codes) > 4:
        century = (codes[:-3] == ord("2")) & (codes[1:-2] == ord("0")) | (codes[:-3] == ord("1")) & (
            codes[1:-2] == ord("9")
        )
        year[:-3] = century & digit[2:-1] & digit[3:]
        year[1:] &= ~digit[:-1]
        year[:-4] &= ~digit[4:]
    at["year"][:] = text.count(year) > 0


def _mark_patterns(view: View, at: _At) -> None:
    text = view.text
    codes, joined = text.codes, text.joined
    for name, char in (("mail", "@"), ("copyright", "©"), ("slash", "/"), ("handle", "#")):
        if char in joined:
            at[name][:] = text.count(codes == ord(char)) > 0
    at["handle"] |= at["mail"]
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
