"""Pages and texts of the same name: CETR, Google-Trends-2017 and the like.

The texts stand beside the pages or in folders of their own (original/SITE/1.html and gold/SITE/1.txt). Where several
texts have a page's name, the one whose path agrees with the page's in most folders, from the file upwards, is it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.layouts import files
from benchmarks.model import Corpus, Page, Truth


def load(path: Path, name: str) -> Corpus:
    """Read all pages below the folder that have a .txt."""
    return pair(path, name, "pairs", files.stem, lambda text: text)


def pair(path: Path, name: str, kind: str, key: Callable[[Path], str], clean: Callable[[str], str]) -> Corpus:
    """Pages with the text of the same `key`, which `clean` frees of markup."""
    corpus = Corpus(name, kind, "words", [])
    texts: defaultdict[str, list[Path]] = defaultdict(list)
    for file in sorted(path.rglob("*.txt")):
        texts[key(file)].append(file)
    for html in files.pages(path):
        best = _nearest(html, texts.get(key(html), []))
        if isinstance(best, str):
            corpus.set_aside.append(f"{html}: {best}")
            continue
        ident = html.relative_to(path).as_posix()
        corpus.pages.append(Page(ident, html, Truth((clean(files.read_text(best)),))))
    return corpus


def _nearest(html: Path, texts: list[Path]) -> Path | str:
    """The text of a page, or why there is none."""
    if not texts:
        return "no text of its name"
    agreeing = [_agreeing(html, text) for text in texts]
    if agreeing.count(max(agreeing)) > 1:
        return f"{agreeing.count(max(agreeing))} texts of its name, and no folder tells which"
    return texts[agreeing.index(max(agreeing))]


def _agreeing(html: Path, text: Path) -> int:
    """How many folders above both have the same name, from below; a text in the page's own folder beats them all."""
    if html.parent == text.parent:
        return len(html.parts)
    count = 0
    for a, b in zip(reversed(html.parent.parts), reversed(text.parent.parts), strict=False):
        if a != b:
            break
        count += 1
    return count
