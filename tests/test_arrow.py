from __future__ import annotations

import pickle
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import Extractor, InputError
from cleanpress.pipelines.rows import PageInput, row_of, to_json

pa = pytest.importorskip("pyarrow")
from cleanpress.arrow import Cleaner, extract_batch, row_schema  # noqa: E402

PARAGRAPH = (
    "The toll keeper counted eleven carts before breakfast and wrote them down in the green book, which had no lines "
    "left by noon. Nobody in the valley remembered a busier Thursday."
)
BODY = f"<h1>Eleven carts</h1><article><p>{PARAGRAPH}</p><p>{PARAGRAPH[::-1]}</p></article>"
PAGE = f"<html lang='en'><body>{BODY}</body></html>"


def batch_of(**columns: list[object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def test_a_batch_gives_the_rows_of_one_machine() -> None:
    htmls = [PAGE.encode(), b"", PAGE.replace("carts", "ducks").encode()]
    batch = batch_of(html=htmls, id=["a", "b", "c"], url=["http://a/", None, "http://c/"])
    out = extract_batch(batch)
    assert out.schema == row_schema()
    pages = [PageInput(i, h, u) for i, h, u in zip("abc", htmls, ["http://a/", None, "http://c/"], strict=True)]
    assert out.to_pylist() == [msgspec.json.decode(to_json(row_of(p, Extractor()))) for p in pages]
    assert out.column("error").is_null().to_pylist() == [True, False, True]


@given(st.lists(st.one_of(st.none(), st.text(), st.binary()), max_size=6))
def test_one_row_in_one_row_out(cells: list[str | bytes | None]) -> None:
    data = [c.encode(errors="replace") if isinstance(c, str) else c for c in cells]
    out = extract_batch(pa.RecordBatch.from_arrays([pa.array(data, pa.binary())], ["html"]))
    assert out.column("id").to_pylist() == [str(n) for n in range(len(cells))]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()])
def test_columns_of_any_text_type(kind: pa.DataType) -> None:
    data = pa.array([PAGE.encode()], pa.binary()).cast(kind)
    assert "eleven carts" in extract_batch(pa.RecordBatch.from_arrays([data], ["html"])).column("text")[0].as_py()


def test_columns_may_have_other_names_and_are_told_where_they_lack() -> None:
    batch = batch_of(content=[PAGE], key=[7])
    out = extract_batch(batch, columns={"html": "content", "id": "key"})
    assert out.column("id").to_pylist() == ["7"]
    with pytest.raises(InputError, match=r"no column 'html' or 'text'; the columns: content, key"):
        extract_batch(batch)
    with pytest.raises(InputError, match=r"no column \['adress'\]"):
        extract_batch(batch, columns={"html": "content", "url": "adress"})
    with pytest.raises(InputError, match="'page'"):
        Cleaner(columns={"page": "content"})


def test_text_that_is_out_of_its_html() -> None:
    out = extract_batch(batch_of(text=[f"Eleven carts\n\n{PARAGRAPH}\n\n{PARAGRAPH[::-1]}"], url=["http://a/"]))
    assert out.column("id").to_pylist() == ["http://a/"] and PARAGRAPH in out.column("text")[0].as_py()


def test_the_charset_of_the_header_counts() -> None:
    batch = batch_of(html=[PAGE.replace("carts", "Kärren").encode("latin-1")], charset=["iso-8859-1"])
    assert "Kärren" in extract_batch(batch).column("text")[0].as_py()


def test_many_batches_come_in_small_ones() -> None:
    with Cleaner(blocks="none") as cleaner:
        out = list(cleaner.batches(batch_of(html=[PAGE] * n) for n in (0, 1, 100)))
    assert sum(b.num_rows for b in out) == 101 and max(b.num_rows for b in out) <= 64


def test_a_cleaner_can_be_sent_away_while_it_works() -> None:
    batch = batch_of(html=[PAGE])
    with Cleaner(isolated=True) as cleaner:
        want = cleaner.batch(batch)
        with pickle.loads(pickle.dumps(cleaner)) as other:  # noqa: S301  # our own
            assert other.batch(batch).equals(want)
    assert want.equals(extract_batch(batch))


def test_isolated_pages_may_crash_or_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    pages = [PAGE, "SEGFAULT", PAGE, "SLEEP", PAGE]
    with Cleaner(isolated=True, page_seconds=2.0) as cleaner:
        cleaner._task = msgspec.structs.replace(cleaner._task, job="pipelines.hostile_job:make")
        out = cleaner.batch(batch_of(html=pages)).to_pylist()
    errors = [row["error"] for row in out]
    assert errors[0] is errors[2] is errors[4] is None
    assert "SIGSEGV" in errors[1] and "longer than 2 s" in errors[3]
    assert all("eleven carts" in out[n]["text"] for n in (0, 2, 4))


def test_files_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode({"id": f"p{n}", "html": PAGE}) + b"\n" for n in range(3)))
    with Cleaner() as cleaner:
        rows = [
            r for b in cleaner.files([str(path), path.as_uri(), str(tmp_path / "none.jsonl")]) for r in b.to_pylist()
        ]
    assert [r["id"] for r in rows[:6]] == ["p0", "p1", "p2"] * 2
    assert rows[0] == rows[3] and "No such file" in rows[6]["error"]


def test_files_of_a_web_server(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_bytes(msgspec.json.encode({"id": "p", "html": PAGE}))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server, Cleaner() as cleaner:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        found, missing = (
            r for b in cleaner.files([f"{base}/pages.jsonl", f"{base}/none.jsonl"]) for r in b.to_pylist()
        )
        server.shutdown()
    assert found["id"] == "p" and "eleven carts" in found["text"]
    assert "File not found" in missing["error"]
