"""Pages of your own, in one of two forms.

truth.json(.gz) and html/ID.html(.gz): {"pages": [{"id", "url", "truth": {...}}]}
PAGE.html(.gz) with PAGE.json, or with PAGE.txt that holds the text

A truth has `body` (the text), `full` (the text with a summary, as right as without), `with` and `without` (snippets to
keep and to drop), and `group` (type or country); a page that has snippets alone is scored by them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.layouts import files
from benchmarks.model import Corpus, CorpusError, Page, Truth


def load(path: Path, name: str) -> Corpus:
    """Read the folder, in whichever of the two forms it has."""
    corpus = Corpus(name, "plain", "words", [])
    listing = next((f for f in (path / "truth.json", path / "truth.json.gz") if f.is_file()), None)
    for take in _listed(path, listing) if listing else _beside(path):
        try:
            corpus.pages.append(_page(*take))
        except CorpusError as error:
            corpus.set_aside.append(str(error))
    bare = [page for page in corpus.pages if not page.truth.readings]
    if bare and len(bare) == len(corpus.pages):
        corpus.metric = "snippets"
    elif bare:
        corpus.pages = [page for page in corpus.pages if page.truth.readings]
        corpus.set_aside += [f"{page.id}: has no body, others have" for page in bare]
    return corpus


Take = tuple[str, Path | None, Any, str | None]


def _listed(path: Path, listing: Path) -> list[Take]:
    records = files.read_object(listing).get("pages")
    if not isinstance(records, list) or not all(isinstance(r, dict) and "id" in r for r in records):
        raise CorpusError(f"{listing}: `pages` is not a list of objects with an id")
    return [(str(r["id"]), files.page(path / "html", str(r["id"])), r.get("truth"), r.get("url")) for r in records]


def _beside(path: Path) -> list[Take]:
    found: list[Take] = []
    for html in files.pages(path):
        ident = html.relative_to(path).as_posix()
        record, text = (html.with_name(files.stem(html) + end) for end in (".json", ".txt"))
        if record.is_file():
            truth = files.read_object(record)
            found.append((ident, html, truth, truth.get("url")))
        else:
            found.append((ident, html, {"body": files.read_text(text)} if text.is_file() else None, None))
    return found


def _page(ident: str, html: Path | None, truth: Any, url: str | None) -> Page:
    if html is None or not isinstance(truth, dict):
        raise CorpusError(f"{ident}: has no " + ("page in html/" if html is None else "truth"))
    readings = [truth[key] for key in ("body", "full") if truth.get(key) is not None]
    if not all(isinstance(reading, str) for reading in readings):
        raise CorpusError(f"{ident}: body or full is not a string")
    keep, drop = (files.strings(truth.get(key), f"{ident}: {key}") for key in ("with", "without"))
    if not readings and not keep and not drop:
        raise CorpusError(f"{ident}: its truth has no body, no with and no without")
    return Page(ident, html, Truth(tuple(dict.fromkeys(readings)), keep, drop), url, str(truth.get("group") or ""))
