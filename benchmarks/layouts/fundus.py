"""The parser tests of Fundus: COUNTRY/PUBLISHER_DATE.html.gz, and PUBLISHER.json with the body of each page.

The JSON tells versions ("V1", "V2" ...), each with the body of one page; they are the pages of the publisher by date.
Where there are not as many pages as versions, the publisher is set aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.layouts import files
from benchmarks.model import Corpus, CorpusError, Page, Truth

_DATED = re.compile(r"(?P<publisher>.+?)_(?P<date>\d{4}_\d{2}_\d{2})(?:_\d+)?$")


def load(path: Path, name: str) -> Corpus:
    """Read the folder `tests/resources/parser/test_data`."""
    corpus = Corpus(name, "fundus", "words", [])
    of_publisher: defaultdict[Path, list[tuple[str, Path]]] = defaultdict(list)
    for html in files.pages(path):
        match = _DATED.fullmatch(files.stem(html))
        if match:
            of_publisher[html.parent / match["publisher"]].append((match["date"], html))
        else:
            corpus.set_aside.append(f"{html}: the name is not PUBLISHER_YYYY_MM_DD.html.gz")
    for publisher, dated in sorted(of_publisher.items()):
        try:
            corpus.pages += _pages(publisher, [html for _, html in sorted(dated)])
        except CorpusError as error:
            corpus.set_aside.append(str(error))
    return corpus


def _pages(publisher: Path, dated: list[Path]) -> list[Page]:
    file = publisher.parent / (publisher.name + ".json")
    versions = files.read_object(file)
    if len(versions) != len(dated):
        raise CorpusError(f"{file}: {len(versions)} versions for {len(dated)} pages")
    addresses = publisher.parent / "meta.info"
    told = files.read_object(addresses) if addresses.is_file() else {}
    found = []
    for version, html in zip(sorted(versions, key=lambda v: (len(v), v)), dated, strict=True):
        meta = told.get(html.name)
        url = meta.get("url") if isinstance(meta, dict) else None
        truth = _truth(versions[version], f"{file}: {version}")
        found.append(Page(files.stem(html), html, truth, url, publisher.parent.name))
    return found


def _truth(record: Any, where: str) -> Truth:
    body = record.get("body") if isinstance(record, dict) else None
    if not isinstance(body, dict) or not isinstance(body.get("sections"), list):
        raise CorpusError(f"{where}: no body with sections")
    summary = files.strings(body.get("summary"), f"{where}: summary")
    text: list[str] = []
    for section in body["sections"]:
        text += files.strings(section.get("headline"), f"{where}: headline")
        text += files.strings(section.get("paragraphs"), f"{where}: paragraphs")
    # whether the summary belongs to the text is a matter of taste, so either is right
    return Truth(tuple(dict.fromkeys(("\n".join(text), "\n".join([*summary, *text])))))
