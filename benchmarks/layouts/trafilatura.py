"""trafilatura's evaluation set: {URL: {file, with, without}} in evaldata.py or a .json, pages in folders beside it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from benchmarks.layouts import files
from benchmarks.model import Corpus, CorpusError, Page, Truth

NAMES = ("evaldata.py", "evaldata.json", "eval_data.py", "eval_data.json")
FOLDERS = (".", "cache", "eval", "html", "evaluation", "cached", "test_set")


def load(path: Path, name: str) -> Corpus:
    """Read the folder (`tests/` of trafilatura's source) or the file with the dict; no code of it is run."""
    file = path if path.is_file() else next((path / n for n in NAMES if (path / n).is_file()), None)
    if file is None:
        raise CorpusError(f"{path}: holds none of {', '.join(NAMES)}; name the file itself")
    records = files.read_object(file) if file.suffix == ".json" else _literal(file)
    corpus = Corpus(name, "trafilatura", "snippets", [])
    for url, record in records.items():
        try:
            corpus.pages.append(_page(file.parent, url, record))
        except CorpusError as error:
            corpus.set_aside.append(str(error))
    return corpus


def _literal(file: Path) -> dict[str, Any]:
    """The largest dict of addresses that is assigned to a name in a Python file."""
    try:
        tree = ast.parse(files.read_text(file))
    except SyntaxError as error:
        raise CorpusError(f"{file}: not Python (line {error.lineno}: {error.msg})") from error
    found: dict[str, Any] = {}
    for node in tree.body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(node.value, ast.Dict):
            continue
        try:
            value = ast.literal_eval(node.value)
        except ValueError as error:
            raise CorpusError(f"{file}: line {node.lineno} is no plain dict ({error})") from error
        found = max(found, value, key=len)
    return found


def _page(folder: Path, url: str, record: Any) -> Page:
    if not isinstance(record, dict) or not isinstance(record.get("file"), str):
        raise CorpusError(f"{url}: names no file")
    html = next((f for f in (files.page(folder / p, record["file"]) for p in FOLDERS) if f), None)
    if html is None:
        raise CorpusError(f"{url}: {record['file']} is in none of the folders {', '.join(FOLDERS)}")
    keep, drop = (files.strings(record.get(key), f"{url}: {key}") for key in ("with", "without"))
    region = record.get("region")
    return Page(record["file"], html, Truth((), keep, drop), url, region if isinstance(region, str) else "")
