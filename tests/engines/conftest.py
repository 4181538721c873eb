from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Pages = list[dict[str, Any]]
OneMachine = Callable[..., dict[str, dict[str, Any]]]

SUBJECTS = ("ferry", "orchard", "clock tower", "salt works", "signal box", "rope walk", "lime kiln", "boat yard")
SENTENCES = (
    "The {0} had stood idle for eleven winters before anybody thought of asking who owned it.",
    "On the first dry Sunday of the year forty people came with spades and a borrowed cart.",
    "Hester Quill, who keeps the parish chest, found the deed between two hymn books.",
    "It says that the {0} belongs to whoever mends its roof, and that the mending must be done in daylight.",
    "Nobody had read it since the flood, and by evening the roof had nine new beams.",
    "The council has been asked for a ruling, but its clerk was seen on the ladder with a hammer.",
    "What the {0} will be used for is left to the spring meeting, which has never yet ended on the day it began.",
)


def html_of(number: int) -> str:
    subject = SUBJECTS[number % len(SUBJECTS)]
    paragraphs = [
        " ".join(SENTENCES[(number + part + step) % len(SENTENCES)].format(subject) for step in range(3 + number % 3))
        for part in range(3 + number % 4)
    ]
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    prompt = "<div class='paywall'><p>Subscribe now to read on. Already a subscriber? Log in</p></div>"
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>The {subject}, part {number}</title></head><body>'
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<article><h1>The {subject}, part {number}</h1><p class='byline'>By Tamsin Holloway</p>{body}</article>"
        f"{prompt if number % 5 == 0 else ''}<footer><p>© 2024 The Weir Gazette</p></footer></body></html>"
    )


@pytest.fixture(scope="session")
def pages() -> Pages:
    """Pages with ids and addresses; some are in other charsets, without an article, or none at all."""
    out: Pages = []
    for number in range(28):
        data, charset = html_of(number).encode(), "text/html; charset=utf-8"
        if number % 9 == 4:
            data = html_of(number).replace("Quill", "Müller").encode("latin-1")
            charset = "text/html; charset=iso-8859-1"
        out.append({"id": f"page-{number:03}", "url": f"http://127.0.0.1/{number}", "html": data, "charset": charset})
    out[6]["html"] = b"%PDF-1.7 a paper, not a page\n%%EOF"
    out[11]["html"] = b"<html><body></body></html>"
    out[17]["html"] = b""
    return out


@pytest.fixture(scope="session")
def parquet(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path_factory.mktemp("tables") / "pages.parquet"
    pq.write_table(pa.Table.from_pylist(pages), path, row_group_size=7)
    return path


@pytest.fixture(scope="session")
def archives(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages in two web archives."""
    folder = tmp_path_factory.mktemp("archives")
    out = []
    for part in range(2):
        path = folder / f"part-{part}.warc.gz"
        path.write_bytes(b"".join(gzip.compress(record(page)) for page in pages[part::2]))
        out.append(path)
    return out


def record(page: dict[str, Any]) -> bytes:
    """A page as a WARC record."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {page['charset']}\r\n\r\n".encode() + page["html"]
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{page['id']}>\r\n"
        f"WARC-Target-URI: {page['url']}\r\nWARC-Date: 2024-05-02T10:00:00Z\r\n"
        f"WARC-Identified-Payload-Type: text/html\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.fixture(scope="session")
def one_machine(tmp_path_factory: pytest.TempPathFactory) -> OneMachine:
    """The rows of `cleanpress run`, by id."""

    def run(*inputs: Path) -> dict[str, dict[str, Any]]:
        target = tmp_path_factory.mktemp("one") / "rows.jsonl"
        command = [sys.executable, "-m", "cleanpress.cli", "run", *map(str, inputs), "-o", str(target), "--quiet"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, 1), done.stderr
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        by_id = {row["id"]: row for row in rows}
        assert len(by_id) == len(rows)
        return by_id

    return run


@pytest.fixture
def once(tmp_path: Path) -> Path:
    """A file that whoever dies on purpose makes first, so that nobody dies twice."""
    return tmp_path / "died"


@pytest.fixture(scope="session")
def damaged(archives: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that breaks off."""
    path = tmp_path_factory.mktemp("damaged") / "cut.warc"
    data = gzip.decompress(archives[0].read_bytes())
    path.write_bytes(data[: len(data) // 2])
    return path
