"""L3S-GN1: original/ID.html and annotated/ID.html, whose text stands in spans of class x-nc-sel1 to x-nc-sel5.

1 is the headline, 2 the text, 3 what supplements it (captions, bylines), 4 links to other stories, 5 comments. The
text alone, with the headline, and with the supplements as well are all accepted as right.
"""

from __future__ import annotations

from pathlib import Path

import lxml.html

from benchmarks.layouts import files
from benchmarks.model import Corpus, Page, Truth
from benchmarks.text import parse, squash

READINGS = ("2", "12", "23", "123")


def load(path: Path, name: str) -> Corpus:
    """Read the folder that holds original/ and annotated/."""
    corpus = Corpus(name, "l3s", "words", [])
    for html in files.pages(path / "original"):
        annotated = files.page(path / "annotated", files.stem(html))
        if annotated is None:
            corpus.set_aside.append(f"{html.name}: not in annotated/")
            continue
        tree = parse(files.read_text(annotated))
        runs = [] if tree is None else _runs(tree)
        if not any(level == "2" for level, _ in runs):
            corpus.set_aside.append(f"{html.name}: nothing is marked as text in annotated/")
            continue
        readings = ("\n".join(text for level, text in runs if level in wanted) for wanted in READINGS)
        corpus.pages.append(Page(files.stem(html), html, Truth(tuple(dict.fromkeys(readings)))))
    return corpus


def _runs(tree: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """(level, text) of each run of text, the innermost span that holds it giving the level."""
    found = []
    for node in tree.xpath("//text()[ancestor::*[contains(@class, 'x-nc-sel')]]"):
        holder = node.getparent().getparent() if node.is_tail else node.getparent()
        level = next(filter(None, map(_level, (holder, *holder.iterancestors()))), "")
        if squash(node):
            found.append((level, squash(node)))
    return found


def _level(element: lxml.html.HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    return next((c[len("x-nc-sel") :] for c in classes if c.startswith("x-nc-sel")), "")
