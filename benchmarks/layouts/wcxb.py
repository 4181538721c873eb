"""WCXB, the web content extraction benchmark: ground-truth/ID.json and html/ID.html.gz, in a folder for each split."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.layouts import files
from benchmarks.model import Corpus, CorpusError, Page, Truth

TRUTHS = "ground-truth"


def load(path: Path, name: str) -> Corpus:
    """Read one split, or all splits below the folder."""
    splits = [path] if (path / TRUTHS).is_dir() else sorted(p.parent for p in path.glob(f"*/{TRUTHS}"))
    corpus = Corpus(name, "wcxb", "words", [])
    for split in splits:
        for file in sorted((split / TRUTHS).glob("*.json")):
            try:
                corpus.pages.append(_page(split, file, "" if split == path else split.name + "/"))
            except CorpusError as error:
                corpus.set_aside.append(str(error))
    return corpus


def _page(split: Path, file: Path, prefix: str) -> Page:
    record = files.read_object(file)
    html = files.page(split / "html", file.stem)
    if html is None:
        raise CorpusError(f"{file}: no page {file.stem} in {split / 'html'}")
    # the truth stands in an object of its own, or beside the address
    inner = record.get("ground_truth")
    truth: dict[str, Any] = inner if isinstance(inner, dict) else record
    body = truth.get("main_content")
    if not isinstance(body, str):
        raise CorpusError(f"{file}: no text in main_content")
    keep, drop = (files.strings(truth.get(key), f"{file}: {key}") for key in ("with", "without"))
    return Page(prefix + file.stem, html, Truth((body,), keep, drop), record.get("url"), _group(record, truth))


def _group(record: dict[str, Any], truth: dict[str, Any]) -> str:
    """The page type, which stands in one place or another from one edition to the next."""
    internal = record.get("_internal")
    for place in (record, truth, internal if isinstance(internal, dict) else {}):
        kind = place.get("page_type")
        kind = kind.get("primary") if isinstance(kind, dict) else kind
        if isinstance(kind, str):
            return kind
    return ""
