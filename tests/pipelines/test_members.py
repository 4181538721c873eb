"""Archives whose records are passed on without being unpacked."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import Extractor
from cleanpress.pipelines.inputs.common import Reading
from cleanpress.pipelines.inputs.find import Input, form_of
from cleanpress.pipelines.inputs.members import Members
from cleanpress.pipelines.records import unwrapped
from cleanpress.pipelines.rows import PageInput, row_of
from tests.pipelines.conftest import Archive, prose

pytest.importorskip("fastwarc")


def pages(path: Path, *, wrapped: bool, skip: int = 0) -> list[PageInput]:
    return list(Input(str(path), form_of(path.name), "").pages(Reading(wrapped=wrapped), skip))


def record(content: bytes, kind: str = "text/html", number: int = 0) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def parted(data: bytes) -> tuple[list[bytes], bytes]:
    """What the members hold, and what is left."""
    members = Members(io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]
    return [gzip.decompress(m.packed) for m in members], members.rest.read()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("wet", [False, True])
def test_the_same_pages_come_packed(archive: Archive, chunked: bool, wet: bool) -> None:
    path = archive("crawl.warc.wet.gz" if wet else "crawl.warc.gz", wet=wet, chunked=chunked, members=True)
    packed = pages(path, wrapped=True)
    assert all(page.data is None and page.record for page in packed)
    assert [unwrapped(page) for page in packed] == pages(path, wrapped=False)
    assert pages(path, wrapped=True, skip=2) == packed[2:]


def test_an_archive_in_one_piece_is_unpacked(archive: Archive) -> None:
    path = archive(members=False)
    read = pages(path, wrapped=True)
    assert read == pages(path, wrapped=False)
    assert len(read) == 5
    assert all(page.record is None for page in read)


def test_what_is_no_member_comes_after_those_that_are(archive: Archive) -> None:
    first, second = archive("a.warc.gz", 3, members=True), archive("b.warc.gz", 2)
    whole = first.with_name("c.warc.gz")
    whole.write_bytes(first.read_bytes() + second.read_bytes())
    read = pages(whole, wrapped=True)
    assert [page.record is not None for page in read] == [True] * 3 + [False] * 2
    assert [page.url for page in read] == [f"https://mole.example/{n}" for n in (0, 1, 2, 0, 1)]


@pytest.mark.parametrize(
    "inner", [b"\x1f\x8b\x08\x00", gzip.compress(b"no record"), gzip.compress(record(b"<p>Inner</p>"))]
)
def test_the_first_bytes_of_a_member_inside_another_do_not_part_it(inner: bytes) -> None:
    content = b"<p>Outer</p>" + inner + b"<p>again</p>"
    stored = gzip.compress(record(content), 0)
    assert inner in stored
    members, rest = parted(stored + gzip.compress(record(b"<p>Next</p>")))
    assert members in ([record(content), record(b"<p>Next</p>")], [])
    assert members or rest.startswith(stored)


@given(
    st.lists(st.tuples(st.binary(max_size=400), st.integers(0, 9)), max_size=5),
    st.integers(1, 400),
)
def test_members_and_rest_are_the_file(contents: list[tuple[bytes, int]], short: int) -> None:
    data = b"".join(gzip.compress(record(content), level) for content, level in contents)
    members, rest = parted(data)
    assert members == [record(content) for content, _ in contents][: len(members)]
    assert b"".join(members) + (gzip.decompress(rest) if rest else b"") == gzip.decompress(data or gzip.compress(b""))
    members, rest = parted(data[:-short])
    assert zlib_start(data, b"".join(members))
    assert data[:-short].endswith(rest)


def zlib_start(data: bytes, start: bytes) -> bool:
    return (gzip.decompress(data) if data else b"").startswith(start)


def test_headers_that_go_on_and_on_are_read_in_order() -> None:
    http = b"HTTP/1.1 200 OK\r\nSet-Cookie: " + b"x" * 20_000 + b"\r\nContent-Type: text/html\r\n\r\n<p>A lamp.</p>"
    data = gzip.compress(record(http, "application/http; msgtype=response"))
    assert parted(data) == ([], data)


def test_a_damaged_record_costs_one_page(tmp_path: Path) -> None:
    plain = [record((f"<p>{prose(n)}</p>" * 60).encode(), number=n) for n in range(3)]
    stored = [gzip.compress(data, 0) for data in plain]
    stored[1] = stored[1].replace(b"came to number", b"came to NUMBER")  # harms nothing but the check at the end
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(stored))
    read = pages(path, wrapped=True)
    rows = [row_of(unwrapped(page), Extractor()) for page in read]
    assert [row.id for row in rows] == ["urn:uuid:0", "urn:uuid:1", "urn:uuid:2"]
    assert [bool(row.error) for row in rows] == [False, True, False]
    assert "damaged" in (rows[1].error or "")
    assert unwrapped(PageInput("x", record=b"no record")).error


def test_a_run_unpacks_them(archive: Archive) -> None:
    from cleanpress.pipelines.flow import flow
    from cleanpress.pipelines.pool import start
    from cleanpress.pipelines.work import Cleaning

    path = archive(members=True)
    rows = []
    for workers in (0, 1):
        pool = start(Cleaning().task(), workers)
        try:
            numbered = enumerate(pages(path, wrapped=True))
            rows.append([done.outcome.row for done in flow(pool, numbered, ordered=True)])
        finally:
            pool.close()
    assert rows[0] == rows[1]
    assert all(b"Report" in row and b'"error":null' in row for row in rows[0])
