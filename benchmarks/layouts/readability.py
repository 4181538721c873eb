"""The test pages of Mozilla's Readability: a folder for each page with source.html and expected.html."""

from __future__ import annotations

from pathlib import Path

from benchmarks.layouts import files
from benchmarks.model import Corpus, Page, Truth
from benchmarks.text import blocks

ADDRESS = "http://fakehost/test/page.html"  # the address that Readability's own tests give every page


def load(path: Path, name: str) -> Corpus:
    """Read the folder `test/test-pages`."""
    corpus = Corpus(name, "readability", "words", [])
    for folder in sorted(p for p in path.iterdir() if p.is_dir()) if path.is_dir() else []:
        source, expected = (files.page(folder, n) for n in ("source", "expected"))
        if source is None or expected is None:
            corpus.set_aside.append(f"{folder.name}: no " + ("source.html" if source is None else "expected.html"))
            continue
        body = "\n".join(blocks(files.read_text(expected)))
        corpus.pages.append(Page(folder.name, source, Truth((body,)), ADDRESS))
    return corpus
