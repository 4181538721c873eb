"""`row_of`: one page in, one row out, whatever the page is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanpress
from cleanpress import Extractor, Limits
from cleanpress.pipelines import rows
from cleanpress.pipelines.rows import PageInput, Row, row_of, to_json

EXTRACTOR = Extractor()
PROSE = (
    "The harbour board met twice that winter, and both times the lamp on the north mole went out before the vote. "
    "Nobody claimed to have touched it, and the keeper wrote the same sentence in his book on both evenings."
)
PAGE = (
    '<html lang="en-GB"><head><title>The lamp</title>'
    '<meta property="article:published_time" content="2024-02-03T10:00:00Z"></head>'
    f"<body><nav><a href='/'>Home</a></nav><article><h1>The lamp on the mole</h1><p>{PROSE}</p><p>{PROSE[::-1]}</p>"
    "</article><footer>© 2024 The Mole Courier</footer></body></html>"
)


def test_a_row_tells_what_the_document_tells() -> None:
    doc = cleanpress.extract(PAGE, url="https://mole.example/lamp")
    row = row_of(PageInput("1", PAGE, "https://mole.example/lamp"), EXTRACTOR)
    assert row.error is None
    assert (row.id, row.url, row.text) == ("1", doc.url, doc.text)
    assert (row.headline, row.byline, row.access) == (doc.headline, doc.byline, doc.access)
    assert (row.truncated, row.confidence) == (doc.truncated, doc.confidence)
    assert [(r.role, r.text) for r in row.roles] == [(b.role.value, b.text) for b in doc.blocks]
    assert [(r.start, r.end) for r in row.roles] == [b.span or (None, None) for b in doc.blocks]
    assert row.published == "2024-02-03T10:00:00Z"
    assert row.language == "en-GB"


def test_the_articles_blocks_only_or_none() -> None:
    article = row_of(PageInput("1", PAGE), EXTRACTOR, blocks="article").roles
    assert {"headline", "paragraph"} <= {r.role for r in article}
    assert not {"navigation", "footer"} & {r.role for r in article}
    assert row_of(PageInput("1", PAGE), EXTRACTOR, blocks="none").roles == []


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PageInput("x", b""), "empty input"),
        (PageInput("x", b"%PDF-1.7 ..."), "PDF"),
        (PageInput("x", error="the archive breaks off here"), "the archive breaks off here"),
        (PageInput("x", path="/no/such/file.html"), "No such file"),
        (PageInput("x"), "neither data nor a path"),
    ],
)
def test_what_cannot_be_read_is_a_row_with_an_error(page: PageInput, message: str) -> None:
    row = row_of(page, EXTRACTOR)
    assert row.id == "x"
    assert message in (row.error or "")
    assert row.text == ""


def test_a_mistake_of_ours_is_a_row_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(rows, "document_of", fail)
    assert "ZeroDivisionError: by zero" in (row_of(PageInput("x", PAGE), EXTRACTOR).error or "")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(3_000_000)
    row = row_of(PageInput("x", path=str(path)), Extractor(limits=Limits(max_bytes=1_000_000)))
    assert "3000000 bytes are more" in (row.error or "")


def test_text_is_told_from_markup() -> None:
    assert row_of(PageInput("x", PROSE.encode(), kind="auto"), EXTRACTOR).text == PROSE
    assert row_of(PageInput("x", PAGE.encode(), kind="auto"), EXTRACTOR).headline == "The lamp on the mole"


@given(st.binary(max_size=300) | st.text(max_size=300), st.sampled_from(["html", "text", "auto"]))
def test_anything_gives_a_row_that_can_be_written(data: bytes | str, kind: rows.Kind) -> None:
    row = row_of(PageInput("x", data, kind=kind), EXTRACTOR)
    assert row.error is None or row.text == ""
    assert msgspec.json.decode(to_json(row), type=Row) == row


def test_what_is_no_unicode_text_does_not_stop_a_row() -> None:
    row = Row("caf\udce9.html", text="a \ud83d", roles=[rows.RoleSpan("paragraph", "a \ud83d", 0, 3)])
    out = msgspec.json.decode(to_json(row), type=Row)
    assert (out.id, out.text, out.roles[0].text) == ("caf\ufffd.html", "a \ufffd", "a \ufffd")
