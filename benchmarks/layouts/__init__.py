"""Public corpora, each by the layout in which it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.layouts import cleaneval, fundus, l3s, pairs, plain, readability, scrapinghub, trafilatura, wcxb
from benchmarks.model import Corpus, CorpusError

Load = Callable[[Path, str], Corpus]

LAYOUTS: dict[str, Load] = {
    "wcxb": wcxb.load,
    "scrapinghub": scrapinghub.load,
    "trafilatura": trafilatura.load,
    "readability": readability.load,
    "fundus": fundus.load,
    "pairs": pairs.load,
    "cleaneval": cleaneval.load,
    "l3s": l3s.load,
    "plain": plain.load,
}


def open_corpus(spec: str) -> Corpus:
    """The corpus that `KIND:PATH` or `NAME=KIND:PATH` names.

    Raises:
        CorpusError: The kind is unknown, nothing is there, or no page of it can be used.
    """
    left, colon, place = spec.partition(":")
    name, equals, kind = left.rpartition("=")
    if not colon or not place or kind not in LAYOUTS:
        raise CorpusError(f"{spec!r}: write KIND:PATH or NAME=KIND:PATH; the kinds are {', '.join(LAYOUTS)}")
    path = Path(place).expanduser()
    if not path.exists():
        raise CorpusError(f"{path}: there is no such file or folder")
    corpus = LAYOUTS[kind](path, name if equals else kind if path.is_file() else path.resolve().name)
    if not corpus.pages:
        reasons = "; ".join(corpus.set_aside[:3]) or "no page was found"
        raise CorpusError(f"{path}: no page in the layout {kind!r} ({reasons}); docs/benchmarks.md shows each layout")
    return corpus
