from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

WORDS = (
    "harbour lamp keeper winter mole tide ledger council bridge chapel orchard lantern ferry granite meadow signal "
    "clerk pilot anchor barrel copper thicket valley gravel harvest kettle ribbon shepherd timber window"
).split()


def prose(seed: int, words: int = 60) -> str:
    """Sentences that no other seed has."""
    picked = [WORDS[(seed * 7 + n * (seed % 11 + 3) + n * n // 5) % len(WORDS)] for n in range(words)]
    return f"Report {seed} says that the " + " ".join(picked) + f" came to number {seed} in the end."


def markup(seed: int) -> str:
    return (
        f'<html lang="en"><head><title>Story {seed}</title></head><body><nav><a href="/">Home</a></nav><article>'
        f"<h1>Story number {seed} of the mole</h1><p>{prose(seed)}</p><p>{prose(seed + 100_000)}</p></article>"
        "<footer>© 2024 The Mole Courier</footer></body></html>"
    )


def lines(count: int) -> str:
    return "".join(
        json.dumps({"id": f"page-{n}", "url": f"https://mole.example/{n}", "html": markup(n)}) + "\n"
        for n in range(count)
    )


_REQUEST = "application/http; msgtype=request"

Archive = Callable[..., Path]


class Packer:
    """Packs each record for itself, as crawlers do."""

    def __init__(self, raw: IO[bytes], level: int = 6) -> None:
        self._raw = raw
        self._level = level

    def write(self, data: bytes) -> None:
        self._raw.write(gzip.compress(data, self._level))

    def close(self) -> None:
        """Nothing is left."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Writes a WARC of pages, with records beside them that are none."""

    def write(
        name: str = "crawl.warc.gz", pages: int = 5, *, wet: bool = False, chunked: bool = False, members: bool = False
    ) -> Path:
        stream = pytest.importorskip("fastwarc.stream_io")
        path = tmp_path / name
        packers = {".gz": Packer if members else stream.GzipWriter, ".zst": stream.ZstdWriter}
        with path.open("wb") as raw:
            packer = packers.get(path.suffix)
            out = packer(raw) if packer else raw
            _record(out, "warcinfo", b"software: a test\r\n", "application/warc-fields")
            for n in range(pages):
                url = f"https://mole.example/{n}"
                if wet:
                    _record(out, "conversion", f"{prose(n)}\n\n{prose(n + 50)}\n".encode(), "text/plain", url)
                    continue
                _record(
                    out,
                    "request",
                    b"GET / HTTP/1.1\r\nHost: mole.example\r\n\r\n",
                    "application/http; msgtype=request",
                    url,
                )
                _response(out, 200, "text/html; charset=utf-8", markup(n).encode(), url, chunked=chunked)
                _response(out, 404, "text/html", b"<html><body>Gone</body></html>", url + "/gone")
                _response(out, 200, "image/png", b"\x89PNG", url + "/lamp.png")
            if packer:
                out.close()
        return path

    return write


def _response(out: object, status: int, kind: str, body: bytes, url: str, *, chunked: bool = False) -> None:
    length = f"Content-Length: {len(body)}\r\n"
    if chunked:
        length = "Transfer-Encoding: chunked\r\n"
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{length}\r\n".encode()
    _record(out, "response", head + body, "application/http; msgtype=response", url)


def _record(out: object, kind: str, content: bytes, content_type: str, url: str | None = None) -> None:
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind))
    record.headers["Content-Type"] = content_type
    if url:
        record.headers["WARC-Target-URI"] = url
    record.set_bytes_content(content)
    buffer = io.BytesIO()
    record.write(buffer)
    out.write(buffer.getvalue())  # type: ignore[attr-defined]
