"""Where the errors come from that learning could mend, page by page: text that recurs, paths that tell, or neither.

    python tools/learn_causes.py CORPUS_FOLDER ... --scorers SCORERS.py [--least 3] [--host HOST ...]

Folders and scorers are as for `learn_bench.py`. Each page's error (1 - F1, without rules) is split over the blocks that
are wrong by their words, and each wrong block asked what a teacher would know of it who had the truth of the host's
other pages: whether its text is there, and what became of the blocks on its path. What such a teacher does not know, no
learning from these pages can.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from learn_bench import PLAIN, by_host, scorers

from cleanpress import Document
from cleanpress.study.elements import Elements
from cleanpress.study.state import fold

_WORD = re.compile(r"\w+")
_RUN = 4  # words of a block that are looked for in the truth
_SHARE = 0.6  # of its runs that have to be there
_SURE = 0.9  # of the blocks of a path that have to say so
_FEW = 3  # blocks of a path that say anything


class Seen(NamedTuple):
    """A page: for each block its path, its text for comparison, and whether it is in the truth; None where unclear."""

    doc: Document
    truth: str
    paths: list[str]
    texts: list[str]
    wanted: list[bool | None]


def truth_of(page: dict[str, Any]) -> str:
    """The text that the page should come to."""
    truth = page["truth"]
    return truth.get("full") or truth.get("body") or " ".join(truth.get("paragraphs", ()))


def seen(page: dict[str, Any], folder: Path) -> Seen:
    """Read a page, and say which of its blocks the truth holds."""
    html = gzip.decompress((folder / "html" / f"{page['id']}.html.gz").read_bytes())
    doc = PLAIN.extract(html, url=page["url"])
    elements = Elements(doc)
    text = f" {' '.join(_WORD.findall(truth_of(page).lower()))} "
    blocks = [block.text for block in doc.blocks]
    paths = [elements.path(n) for n in range(len(blocks))]
    return Seen(doc, truth_of(page), paths, [fold(b) or "" for b in blocks], [wanted(b, text) for b in blocks])


def wanted(block: str, truth: str) -> bool | None:
    """Whether the truth holds a block; None for a few words that may stand in it by chance."""
    words = _WORD.findall(block.lower())
    if len(words) < _RUN:
        return None if not words or f" {' '.join(words)} " in truth else False
    runs = [f" {' '.join(words[n : n + _RUN])} " in truth for n in range(len(words) - _RUN + 1)]
    return sum(runs) >= _SHARE * len(runs)


def wrong(page: Seen) -> Iterator[tuple[int, int]]:
    """The blocks that are wrong, with their words; of lost ones only those whose words are still missing."""
    missing = Counter(_WORD.findall(page.truth.lower()))
    for block in page.doc.blocks:
        if block.span:
            missing -= Counter(_WORD.findall(block.text.lower()))
    for block, want in zip(page.doc.blocks, page.wanted, strict=True):
        words = Counter(_WORD.findall(block.text.lower()))
        if want is None or want is (block.span is not None):
            continue
        if want:
            if (words & missing).total() < _SHARE * words.total():
                continue
            missing -= words
        yield block.index, words.total()


def cause(page: Seen, block: int, others: list[Seen], *, listing: bool) -> str:
    """What the other pages say of a block that is wrong."""
    if listing:
        return "the page is a list among articles"
    want = bool(page.wanted[block])
    same = [w for o in others for t, w in zip(o.texts, o.wanted, strict=True) if t and t == page.texts[block]]
    if same.count(want) > same.count(not want):
        return "its text recurs"
    path = [w for o in others for p, w in zip(o.paths, o.wanted, strict=True) if p == page.paths[block]]
    told = [w for w in path if w is not None]
    if not path:
        return "its path is on no other page"
    if len(told) >= _FEW and told.count(want) >= _SURE * len(told):
        return "its path says so elsewhere"
    return "its path says both" if told.count(want) > len(told) / 2 else "its path says the opposite elsewhere"


def main() -> None:
    """Print the share of each cause."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3, help="pages of a host")
    parser.add_argument("--host", action="append", help="only these hosts")
    args = parser.parse_args()
    error: dict[tuple[str, str], float] = defaultdict(float)
    pages: Counter[tuple[str, str]] = Counter()
    for folder in args.folder:
        name, hosts = by_host(folder, args.least)
        for host, found in hosts.items():
            if not args.host or host in args.host:
                for key, share in of_host(found, folder, scorers(args.scorers)[name]):
                    error[key] += share
                    pages[key] += 1
    total = sum(error.values())
    print(f"error (sum of 1 - F1): {total:.3f}")
    for key, share in sorted(error.items(), key=lambda item: -item[1]):
        print(f"{key[0]:7} {key[1]:40} {share:6.3f}  {share / total:6.1%}  {pages[key]} pages")


def of_host(found: list[dict[str, Any]], folder: Path, scorer: Any) -> Iterator[tuple[tuple[str, str], float]]:
    """The causes of each page of a host, each with its part of the page's error."""
    read = [seen(page, folder) for page in found]
    for page, one in zip(found, read, strict=True):
        lost = 1 - float(scorer.page(page["truth"], one.doc.text)["f1"])
        others = [other for other in read if other is not one]
        listing = page["truth"].get("group") == "listing"
        words: Counter[tuple[str, str]] = Counter()
        for block, count in wrong(one):
            side = "lost" if one.wanted[block] else "leaked"
            words[side, cause(one, block, others, listing=listing)] += count
        if not words:
            words["-", "words within a block, copies"] = 1
        for key, count in words.items():
            yield key, lost * count / words.total()


if __name__ == "__main__":
    main()
