"""What the form of the text says: length, links, punctuation, capitals, figures."""

from __future__ import annotations

import re

import numpy as np

from cleanpress.annotate.signals import Signals, bin_names, bins
from cleanpress.segment.page import Page

WORD_EDGES = (2, 3, 4, 6, 9, 13, 20, 30, 50, 100)
LINK_EDGES = (0.01, 0.1, 0.25, 0.5, 0.8, 0.97)
CAPS_EDGES = (0.05, 0.3, 0.6, 0.95)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?= |$)|[。！？।؟]")
_PATTERNS = {
    "price": re.compile(r"[$€£¥₹₽]\s?\d|\d\s?(?:[$€£¥₹₽]|kr\b|zł|Kč|EUR\b|USD\b|CHF\b)"),
    "clock": re.compile(r"\b\d{1,2}[:.h]\d\d\b"),
    "year": re.compile(r"\b(?:19|20)\d\d\b"),
    "date": re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}年|\d{1,2}月\d"),
    "mail": re.compile(r"\S@\w"),
    "address": re.compile(r"https?://|www\.|\w\.(?:com|org|net|de)\b"),
    "separator": re.compile(r" [|•·/»›–-] |[|»›•]"),
    "copyright": re.compile(r"©|\(c\) ?(?:19|20)\d\d"),
    "brackets": re.compile(r"^[(\[].*[)\]]$", re.S),
    "numbered": re.compile(r"^(?:\[?\d{1,3}[.)\]]|#\d|\d{1,2}$|[↑^])"),
    "speaker": re.compile(r"^[^\s.:?!]{1,20}(?: [^\s.:?!]{1,20}){0,3}: ?\S"),
    "count": re.compile(r"^\W*\d[\d.,]*\s?[kKM]?\W*$"),
    "handle": re.compile(r"(?:^|\s)[@#]\w"),
    "arrow": re.compile(r"[→←»›>▶►▼▲↓↑+×✕]$|^[→←»›▶►▼▲↓↑×✕]"),
    "slash": re.compile(r"\w ?/ ?\w"),
}
_QUOTES = "\"“„«‘'”»「『‚"
_FLAGS = (
    "ends.stop", "ends.question", "ends.exclaim", "ends.colon", "ends.ellipsis", "ends.quote", "ends.comma",
    "ends.open", "starts.lower", "starts.digit", "starts.quote", "starts.dash", "has.question", "has.colon",
    "no_letters", "all_strong", "begins_strong", "names_like", "one_word", "sentences.2", "sentences.4", "comma", "commas3",
    "links.1", "links.2", "links.4",
)  # fmt: skip
NAMES = (
    *bin_names("shape.words", WORD_EDGES),
    *bin_names("shape.linked", LINK_EDGES),
    *bin_names("shape.capitals", CAPS_EDGES),
    *(f"shape.{f}" for f in _FLAGS),
    *(f"shape.{p}" for p in _PATTERNS),
)


def word_count(text: str) -> int:
    """Words of a text; in scripts without spaces two letters count as one word."""
    words = text.count(" ") + 1
    if len(text) > 12 * words or not text.isascii():
        wide = sum(1 for c in text if "\u0e00" <= c <= "\u0eff" or "\u3040" <= c <= "\u9fff")
        if wide > len(text) // 3:
            return max(words, wide // 2)
    return words


def shape(page: Page, words: list[int]) -> Signals:
    """Form of each block.

    Args:
        page: The page.
        words: Length of each block in words.
    """
    texts = page.texts
    lengths = np.array([len(t) for t in texts], dtype=np.float32)
    linked = np.array(page.linked, dtype=np.float32) / lengths
    caps = np.array([_capitals(t) for t in texts], dtype=np.float32)
    flags = np.array(
        [_flags(t, w, s, k) for t, w, s, k in zip(texts, words, page.strong, page.links, strict=True)], dtype=np.float32
    )
    search = [p.search for p in _PATTERNS.values()]
    found = np.array([[f(t if len(t) < 300 else t[:300]) is not None for f in search] for t in texts], dtype=np.float32)
    return Signals(
        NAMES, np.hstack([bins(words, WORD_EDGES), bins(linked, LINK_EDGES), bins(caps, CAPS_EDGES), flags, found])
    )


def _capitals(text: str) -> float:
    """Share of words that start with a capital (all capitals count twice, up to 1)."""
    words = text.split(" ", 12)[:12]
    if text.isupper():
        return 1.0
    return sum(w[:1].isupper() for w in words) / len(words) * 0.94


def _flags(text: str, words: int, strong: int, links: int) -> tuple[bool, ...]:
    last = text[-1]
    end = text.rstrip("\"'”’»)」』")[-1:] or last
    first = text[0]
    sentences = len(_SENTENCE.findall(text)) if words > 5 else 0
    commas = text.count(",") + text.count("、") + text.count("，") + text.count("،")
    parts = text.split(" ")
    return (
        end in ".。।" and not text.endswith("..."),
        end in "?？؟",
        end in "!！",
        end in ":：",
        text.endswith(("...", "…")),
        last in "\"”»」』",
        end in ",;，",
        end.isalnum(),
        first.islower(),
        first.isdigit(),
        first in _QUOTES,
        first in "-–—•*",
        "?" in text or "？" in text or "؟" in text,
        ":" in text or "：" in text,
        not any(map(str.isalpha, text)) if len(text) < 40 else False,
        strong * 10 >= len(text) * 9,
        0 < strong * 10 < len(text) * 9,
        2 <= len(parts) <= 4 and all(p[:1].isupper() and p[1:].islower() for p in parts),
        words == 1,
        sentences >= 2,
        sentences >= 4,
        commas > 0,
        commas > 2,
        links == 1,
        2 <= links <= 3,
        links >= 4,
    )
