"""The worst pages that we know among good ones: no good row is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cleanpress.model import Limits
from cleanpress.pipelines.flow import flow
from cleanpress.pipelines.inputs.common import Reading
from cleanpress.pipelines.inputs.find import find
from cleanpress.pipelines.pool import Workers
from cleanpress.pipelines.rows import Row
from cleanpress.pipelines.work import Cleaning, Task

from .conftest import markup, prose

GOOD = 40


def write(folder: Path, large: int, deep: int) -> None:
    for n in range(GOOD):
        (folder / f"{n:03}-good.html").write_text(markup(n))
    (folder / "005-large.html").write_text("<html><body>" + f"<div><p>{prose(1)}</p></div>" * (large // 420))
    (folder / "010-deep.html").write_text("<html><body>" + "<div>" * deep + prose(2))
    (folder / "011-deep-inline.html").write_text("<html><body><p>" + "<b><i>" * (deep // 2) + prose(2))
    (folder / "015-wide.html").write_text("<html><body><p>" + "<span a=1>x</span>" * deep)
    (folder / "020-entities.html").write_text("<p>" + "&amp;" * deep + "<table>" * 5_000 + "<td colspan=1000000000>")
    (folder / "025-null.html").write_bytes(b"\0" * 1_000_000)
    (folder / "026-one-line.html").write_text("<p>" + "aA1! " * deep)
    named = (msgspec.json.encode({"id": name, "html": name}) for name in ("BOMB", "SEGFAULT", "EATS"))
    (folder / "030.jsonl").write_bytes(b"\n".join(named))


def good_rows(folder: Path, limits: Limits, seconds: float, monkeypatch: pytest.MonkeyPatch) -> dict[str, Row]:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    task = Task("hostile_job:make", Cleaning(limits=limits).task().options)
    reading = Reading(limits=limits)
    pages = ((e, p) for e in find([str(folder)], fail=lambda *_: None) for p in e.pages(reading))
    with Workers(task, 2, seconds=seconds, memory=1 << 30) as pool:
        done = [msgspec.json.decode(d.outcome.row, type=Row) for d in flow(pool, pages, ordered=False)]
    rows = {Path(row.id).name: row for row in done}
    assert len(rows) == len(done) == GOOD + 10
    good = {name: row for name, row in rows.items() if name.endswith("-good.html")}
    assert len(good) == GOOD
    assert all(row.error is None and "came to number" in row.text for row in good.values())
    assert all(rows[name].error for name in ("BOMB", "SEGFAULT", "EATS", "025-null.html"))
    return rows


def test_bad_pages_cost_no_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, large=2_000_000, deep=20_000)
    rows = good_rows(tmp_path, Limits(max_bytes=1_000_000), 3, monkeypatch)
    assert "more than the 1000000 of Limits.max_bytes" in (rows["005-large.html"].error or "")


@pytest.mark.slow
@pytest.mark.parametrize("most", [50_000_000, 400_000_000])
def test_the_worst_pages_cost_no_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    write(tmp_path, large=200_000_000, deep=200_000)
    rows = good_rows(tmp_path, Limits(max_bytes=most), 20, monkeypatch)
    assert rows["005-large.html"].error, "neither time nor memory were at an end?"
    for name in sorted(rows):
        if not name.endswith("-good.html"):
            print(f"{name}: {rows[name].error or 'read'}")  # noqa: T201
