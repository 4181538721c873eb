"""Inputs of all kinds give the same pages; what is damaged gives an error in its place, and the rest goes on."""

from __future__ import annotations

import bz2
import functools
import gzip
import http.server
import io
import json
import os
import threading
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cleanpress import Extractor, Limits
from cleanpress.pipelines.inputs.common import Reading
from cleanpress.pipelines.inputs.find import Input, find, form_of
from cleanpress.pipelines.records import page_of, unwrapped
from cleanpress.pipelines.rows import PageInput, row_of

from .conftest import Archive, lines, markup, prose

READING = Reading()


def pages(path: Path, skip: int = 0, reading: Reading = READING) -> list[PageInput]:
    return list(Input(str(path), form_of(path.name), "").pages(reading, skip))


def found(*arguments: object, **options: Any) -> tuple[list[str], list[str]]:
    failed: list[str] = []
    entries = find(
        [str(a) for a in arguments], fail=lambda name, message: failed.append(f"{name}: {message}"), **options
    )
    return [Path(e.name).name for e in entries], failed


def texts(read: list[PageInput]) -> list[str]:
    return [row_of(page, Extractor()).text for page in read]


EXPECTED = [f"{prose(n)}\n\n{prose(n + 100_000)}" for n in range(5)]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst"])
@pytest.mark.parametrize("chunked", [False, True])
def test_archives(archive: Archive, name: str, chunked: bool) -> None:
    read = pages(archive(name, chunked=chunked))
    assert [page.url for page in read] == [f"https://mole.example/{n}" for n in range(5)]
    assert all(page.id.startswith("urn:uuid:") and page.charset == "text/html; charset=utf-8" for page in read)
    assert texts(read) == EXPECTED


def test_a_part_of_an_archive(archive: Archive) -> None:
    path = archive()
    assert pages(path, skip=3) == pages(path)[3:]


def test_text_archives(archive: Archive) -> None:
    read = pages(archive("crawl.warc.wet.gz", wet=True))
    assert [page.kind for page in read] == ["text"] * 5
    assert texts(read)[2] == f"{prose(2)}\n\n{prose(52)}"


def test_packages_of_archives(archive: Archive, tmp_path: Path) -> None:
    one, two = archive("one.warc.gz", 3), archive("two.warc", 2)
    with zipfile.ZipFile(tmp_path / "site.wacz", "w") as package:
        package.writestr("datapackage.json", "{}")
        package.write(two, "archive/two.warc")
        package.write(one, "archive/one.warc.gz")
    read = pages(tmp_path / "site.wacz")
    assert texts(read) == [*EXPECTED[:3], *EXPECTED[:2]]
    assert pages(tmp_path / "site.wacz", skip=4) == read[4:]


def breaks_in_a_page(plain: bytes) -> bool:
    """Whether an archive ends inside the text of a page, not between records or in their headers."""
    last = plain[plain.rfind(b"WARC/1") :]
    return b"<html lang" in last and b"</html>" not in last


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst"])
def test_an_archive_that_breaks_off_says_so(archive: Archive, name: str) -> None:
    path = archive(name)
    data = path.read_bytes()
    if name == "crawl.warc":
        cut = data.index(b"https://mole.example/4") + 500
    elif path.suffix == ".zst":  # gives nothing of a block that is not whole
        cut = len(data) * 2 // 3 + 500
    else:
        unpack = (zlib.decompressobj(wbits=31).decompress(data[:at]) for at in range(len(data) // 2, len(data), 16))
        cut = len(data) // 2 + 16 * next(n for n, plain in enumerate(unpack) if breaks_in_a_page(plain))
    path.write_bytes(data[:cut])
    read = pages(path)
    assert read[-1].error
    assert texts(read[:-1]) == EXPECTED[: len(read) - 1]
    for skip in range(len(read) + 2):  # a resumed run has to find the same pages
        assert [p.error for p in pages(path, skip)] == [p.error for p in read[skip:]]


def test_what_is_no_archive_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(b"hello " * 100))
    read = pages(path)
    assert len(read) <= 1
    assert all(page.error for page in read)


def test_a_page_over_the_limit_is_not_read_from_an_archive(archive: Archive) -> None:
    read = pages(archive(), reading=Reading(limits=Limits(max_bytes=100)))
    assert len(read) == 5
    assert all("more than the 100" in (row_of(p, Extractor(limits=Limits(max_bytes=100))).error or "") for p in read)


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz", ".warc.zst"])
def test_an_archive_that_breaks_off_anywhere_says_so(archive: Archive, suffix: str) -> None:
    path = archive("whole" + suffix, 2)
    data = path.read_bytes()
    cut = path.with_name("cut" + suffix)
    silent = []
    for end in range(4, len(data), 3):
        cut.write_bytes(data[:end])
        read = pages(cut)
        if not read or not read[-1].error:
            silent.append(end)
    assert len(silent) <= 0.02 * len(data)  # between records, and in the last bytes of one, nothing is missing


def test_no_more_is_asked_of_an_archive_than_a_page_has() -> None:
    """The reader takes memory for as much as it is asked for."""
    asked = []

    class Reader:
        def read(self, size: int) -> bytes:
            asked.append(size)
            return b"<p>A lamp.</p>"

    record = SimpleNamespace(
        headers={"WARC-Record-ID": "<a>"}, content_length=14, reader=Reader(), is_http=False, http_headers=None
    )
    assert page_of(record, "html", "a.warc#0", READING.limits.max_bytes).data == b"<p>A lamp.</p>"
    assert asked[0] <= 15


PACKERS = {".jsonl": bytes, ".gz": gzip.compress, ".bz2": bz2.compress}


@pytest.mark.parametrize("suffix", [*PACKERS, ".zst"])
def test_json_lines(tmp_path: Path, suffix: str) -> None:
    packer = pytest.importorskip("zstandard").compress if suffix == ".zst" else PACKERS[suffix]
    path = tmp_path / ("pages.jsonl" + suffix.removeprefix(".jsonl"))
    path.write_bytes(packer(lines(5).encode()))
    read = pages(path)
    assert [(p.id, p.url) for p in read] == [(f"page-{n}", f"https://mole.example/{n}") for n in range(5)]
    assert texts(read) == EXPECTED
    assert pages(path, skip=2) == read[2:]


def test_lines_that_are_no_records_are_errors_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "pages.ndjson"
    bad = ["{", "[1]", '{"body": "x"}', '"\\ud800"', "[" * 100_000, '{"html": 7}', "\xff"]
    path.write_bytes("\n\n".join([lines(1).strip(), *bad, lines(1).strip()]).encode("latin-1"))
    read = pages(path)
    assert [p.error is None for p in read] == [True, *[False] * len(bad), True]
    assert "the record's fields: 'body' (see --field)" in (read[3].error or "")


def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"html": "x" * 50_000}) + "\n" + json.dumps({"html": "y"}) + "\n")
    first, second = pages(path, reading=Reading(limits=Limits(max_bytes=1000)))
    assert "longer than" in (first.error or "")
    assert second.data == "y"


def test_fields_have_the_names_that_the_options_give(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"raw": "<p>x</p>", "link": "https://x.example", "key": 7, "html": 1}))
    (page,) = pages(path, reading=Reading(fields={"html": "raw", "url": "link", "id": "key"}))
    assert (page.id, page.url, page.data) == ("7", "https://x.example", "<p>x</p>")


def test_a_packed_file_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl.gz"
    path.write_bytes(gzip.compress(lines(50).encode())[:-60])
    read = pages(path)
    assert "breaks off here" in (read[-1].error or "")
    assert pages(path, len(read)) == []
    assert pages(path, len(read) - 1) == read[-1:]


@pytest.mark.parametrize("binary", [False, True])
def test_parquet(tmp_path: Path, binary: bool) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    html = [markup(n).encode() if binary else markup(n) for n in range(5)]
    table = pa.table({"id": list(range(5)), "page": html, "other": [None] * 5})
    parquet.write_table(table, tmp_path / "pages.parquet", row_group_size=2)
    reading = Reading(fields={"html": "page"})
    read = pages(tmp_path / "pages.parquet", reading=reading)
    assert [p.id for p in read] == list("01234")
    assert texts(read) == EXPECTED
    for skip in range(6):
        assert pages(tmp_path / "pages.parquet", skip, reading) == read[skip:]
    (wrong,) = pages(tmp_path / "pages.parquet")
    assert "the columns: id, page, other (see --field)" in (wrong.error or "")


def test_damaged_parquet_is_one_error(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and then nothing")
    (page,) = pages(tmp_path / "x.parquet")
    assert page.error


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_tables_of_paths(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / "in" / f"{n}.html").write_text(markup(n))
    gap = "," if suffix == "csv" else "\t"
    rows = [
        ["id", "url", "path"],
        *[[f"n{n}", f"https://x.example/{n}", f"in/{n}.html"] for n in range(4)],
        ["n4", "", ""],
    ]
    path = tmp_path / f"list.{suffix}"
    path.write_text("\n".join(gap.join(row) for row in rows))
    read = pages(path)
    assert [(p.id, p.url) for p in read[:2]] == [("n0", "https://x.example/0"), ("n1", "https://x.example/1")]
    rows_out = [row_of(p, Extractor()) for p in read]
    assert [r.text for r in rows_out[:3]] == EXPECTED[:3]
    assert [r.error for r in rows_out[3:]] == ["No such file or directory", "the line names no file"]
    path.write_text("in/0.html\nin/1.html\n")
    assert texts(pages(path)) == EXPECTED[:2]


def test_what_arguments_name(tmp_path: Path, archive: Archive) -> None:
    archive("deep.warc.gz")
    for name in ("b.html", "a.htm", "sub/c.xhtml", "notes.txt", "list.csv", "x.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == (["a.htm", "b.html", "deep.warc.gz", "x.jsonl", "c.xhtml"], [])
    assert found(tmp_path, pages_only=True)[0] == ["a.htm", "b.html", "c.xhtml"]
    assert found(tmp_path / "*.htm*")[0] == ["a.htm", "b.html"]
    assert found(tmp_path / "**/*.xhtml")[0] == ["c.xhtml"]
    assert found(tmp_path / "b.html", tmp_path, tmp_path / "sub", tmp_path / "a.htm")[0].count("b.html") == 1
    assert len(found(tmp_path / "b.html", tmp_path, tmp_path / "sub", tmp_path / "a.htm")[0]) == 5
    assert found(tmp_path, skip=(tmp_path / "sub").resolve())[0] == ["a.htm", "b.html", "deep.warc.gz", "x.jsonl"]
    nothing, failed = found(tmp_path / "*.nothing")
    assert (nothing, len(failed)) == ([], 1)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.WARC.GZ", "warc"), ("a.wet.zst", "warc"), ("a.wacz", "wacz"), ("a.ndjson", "lines"), ("a.html", "page"),
        ("a.jsonl.gz", "lines"), ("a.parquet", "parquet"), ("a.tsv.gz", "paths"), ("a.html.gz", "page"), ("a", "page"),
    ],
)  # fmt: skip
def test_forms_by_name(name: str, form: str) -> None:
    assert form_of(name) == form


@pytest.mark.parametrize(("first", "form"), [(b"WARC/1.0", "warc"), (b' {"html": "x"}', "lines"), (b"<html>", "page")])
def test_standard_input_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, first: bytes, form: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(first))))  # type: ignore[arg-type]
    (entry,) = find(["-"], fail=lambda _name, _message: None)
    assert entry.form == form


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    try:
        with open(path, "w") as file:  # noqa: PTH123  # bytes
            file.write(markup(1))
    except OSError:
        pytest.skip("the file system takes no such names")
    (entry,) = find([str(tmp_path)], fail=lambda _name, _message: None)
    (page,) = entry.pages(READING)
    assert texts([page]) == EXPECTED[1:2]


@pytest.mark.parametrize("members", [True, False])
def test_an_archive_on_a_server(archive: Archive, members: bool) -> None:
    """What a server sends knows no place in it, which the reader of archives asks for."""
    path = archive(members=members)
    handler = functools.partial(SilentHandler, directory=str(path.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{path.name}"
        read = [list(Input(address, "warc", "").pages(Reading(wrapped=wrapped))) for wrapped in (False, True)]
        server.shutdown()
    assert texts(read[0]) == EXPECTED
    assert [unwrapped(page) for page in read[1]] == read[0]


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
