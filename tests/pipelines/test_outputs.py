"""Outputs of all kinds hold the same rows; what is there already is left alone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cleanpress.errors import InputError
from cleanpress.pipelines.run import Run
from cleanpress.pipelines.schema import row_schema

from .conftest import lines
from .drive import Silent, sink_of
from .test_resume import OUTPUTS, written

COUNT = 12


def rows_of(out: Path, source: Path, **options: Any) -> list[dict[str, Any]]:
    settings, sink = sink_of(str(out), [str(source)], duplicates=False)
    assert Run(msgspec.structs.replace(settings, workers=0), sink, Silent())(**options)
    return written(out)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "pages.jsonl"
    path.write_text(lines(COUNT - 1) + '{"id": "odd", "html": ""}\n')
    return path


@pytest.mark.parametrize("name", [n for n in OUTPUTS if n != "out.md"])
def test_all_outputs_hold_the_same(tmp_path: Path, source: Path, name: str) -> None:
    if name in {"out.parquet", "out.parts", "out.duckdb"}:
        pytest.importorskip("pyarrow")
        pytest.importorskip("duckdb")
    expected = rows_of(tmp_path / "plain.jsonl", source)
    found = rows_of(tmp_path / name, source)
    assert len(found) == COUNT
    for row, wanted in zip(found, expected, strict=True):
        assert row == {key: wanted[key] for key in row}


def test_files_of_text_and_what_became_of_each_page(tmp_path: Path, source: Path) -> None:
    settings, sink = sink_of(str(tmp_path / "out.md"), [str(source)], duplicates=False)
    Run(msgspec.structs.replace(settings, workers=0), sink, Silent())()
    rows = [json.loads(line) for line in (tmp_path / "out.md" / "rows.jsonl").read_text().splitlines()]
    assert [row["file"] for row in rows[:2]] == ["input-0000/0000/0000000-0.md", "input-0000/0000/0000001-1.md"]
    assert "# Story number 1 of the mole" in (tmp_path / "out.md" / rows[1]["file"]).read_text()
    assert rows[-1]["file"] is None
    assert "empty input" in rows[-1]["error"]


def test_the_schema_is_the_rows(tmp_path: Path, source: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows_of(tmp_path / "out.parquet", source)
    assert parquet.ParquetFile(tmp_path / "out.parquet").schema_arrow.equals(row_schema())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.parquet", "out.parquet.journal", "pages.jsonl"]


@pytest.mark.parametrize("name", ["out.parquet", "out.parts", "out.jsonl", "out.sqlite"])
def test_no_pages_give_an_empty_output(tmp_path: Path, name: str) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "none.jsonl").write_text("\n")
    assert rows_of(tmp_path / name, tmp_path / "none.jsonl") == []


def test_other_tables_of_a_database_stay(tmp_path: Path, source: Path) -> None:
    out = tmp_path / "out.sqlite"
    base = sqlite3.connect(out)
    base.execute("CREATE TABLE mine (x)")
    base.execute("INSERT INTO mine VALUES (7)")
    base.commit()
    base.close()
    assert len(rows_of(out, source)) == COUNT
    with pytest.raises(InputError, match="is there already"):
        rows_of(out, source)
    assert len(rows_of(out, source, overwrite=True)) == COUNT
    assert sqlite3.connect(out).execute("SELECT x FROM mine").fetchall() == [(7,)]


def test_a_parquet_file_killed_while_its_parts_are_joined_is_joined_again(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out.parquet"

    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    for moment in ("rename", "rmtree"):
        place = Path if moment == "rename" else __import__("shutil")
        with monkeypatch.context() as patch:
            patch.setattr(place, moment, lambda *_a, **_k: killed(out, out))
            with pytest.raises(KeyboardInterrupt):
                rows_of(out, source, overwrite=True)
        assert len(rows_of(out, source, resume=True)) == COUNT
