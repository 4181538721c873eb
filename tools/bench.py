"""Time `Extractor.extract` on a folder of pages, in multiples of lxml's own parse of the same pages.

Usage: python tools/bench.py [FOLDER_OR_FILE ...]; without arguments, the pages that come with the project.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter

from lxml import etree

from cleanpress import Extractor

HOME = Path(__file__).parents[1]
SUFFIXES = {".html", ".htm", ".xhtml"}
ROUNDS = 5


def main(arguments: list[str]) -> int:
    """Print the figures; 1 if there is nothing to measure."""
    pages = [p.read_bytes() for p in found([Path(a) for a in arguments] or [HOME / "examples", HOME / "tests"])]
    if not pages:
        print("bench: no pages there", file=sys.stderr)
        return 1
    extract = Extractor().extract
    extract(pages[0])  # the first call loads the knowledge
    parsed, extracted = seconds(etree.HTML, pages), seconds(extract, pages)
    size = sum(map(len, pages))
    print(f"{len(pages)} pages, {size / len(pages) / 1000:.0f} KB each on average, best of {ROUNDS} rounds")
    print(f"lxml parse   {median(parsed) * 1000:8.2f} ms a page (median)")
    print(f"extract      {median(extracted) * 1000:8.2f} ms a page (median)")
    print(f"ratio        {sum(extracted) / sum(parsed):8.2f} x over all pages")
    return 0


def found(places: Iterable[Path]) -> list[Path]:
    """The HTML files of the given files and folders, in the order of names."""
    files = [f for p in places for f in (sorted(p.rglob("*")) if p.is_dir() else [p])]
    return [f for f in files if f.suffix.lower() in SUFFIXES and f.stat().st_size]


def seconds(work: Callable[[bytes], object], pages: list[bytes]) -> list[float]:
    """The shortest of several times for each page."""
    return [min(_timed(work, page) for _ in range(ROUNDS)) for page in pages]


def _timed(work: Callable[[bytes], object], page: bytes) -> float:
    start = perf_counter()
    work(page)
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
