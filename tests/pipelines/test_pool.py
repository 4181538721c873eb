"""Workers: a page may do to its worker what it likes, the others come back."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from cleanpress.errors import CleanpressError
from cleanpress.pipelines.flow import flow
from cleanpress.pipelines.pool import Inline, Workers
from cleanpress.pipelines.rows import PageInput, Row
from cleanpress.pipelines.work import Cleaning, Task
from cleanpress.pipelines.worker import packed, unpacked

from .conftest import markup


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Task:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return Task("hostile_job:make", Cleaning().task().options)


def through(pool: Workers | Inline, pages: list[str], *, ordered: bool = True) -> list[Row]:
    source = ((n, PageInput(str(n), page)) for n, page in enumerate(pages))
    rows = [msgspec.json.decode(done.outcome.row, type=Row) for done in flow(pool, source, ordered=ordered)]
    return rows if ordered else sorted(rows, key=lambda row: int(row.id))


def among_good(*bad: str) -> list[str]:
    pages = [markup(n) for n in range(12)]
    for n, page in enumerate(bad):
        pages.insert(3 * n + 1, page)
    return pages


def check(rows: list[Row], pages: list[str], bad: dict[str, str]) -> None:
    """Each bad page has its error, each good one its text."""
    assert [row.id for row in rows] == [str(n) for n in range(len(pages))]
    for row, page in zip(rows, pages, strict=True):
        expected = next((message for word, message in bad.items() if word in page), None)
        if expected is None:
            assert row.error is None
            assert "came to number" in row.text
        else:
            assert expected in (row.error or "")


def test_the_rows_are_those_of_one_process(hostile: Task) -> None:
    pages = among_good("", "<p>")
    with Workers(hostile, 2) as pool:
        assert through(pool, pages) == through(Inline(Cleaning().task()), pages)


def test_a_crash_costs_only_the_page_that_crashes(hostile: Task) -> None:
    pages = among_good("SEGFAULT", "SEGFAULT", "<p>PRINTS</p>" + markup(9))
    with Workers(hostile, 2) as pool:
        check(through(pool, pages, ordered=False), pages, {"SEGFAULT": "SIGSEGV"})


def test_a_page_that_takes_too_long_is_stopped_whatever_it_does(hostile: Task) -> None:
    pages = among_good("BOMB", "SLEEP")
    with Workers(hostile, 2, seconds=1.0) as pool:
        check(through(pool, pages), pages, {"BOMB": "took longer than 1 s", "SLEEP": "took longer than 1 s"})


@pytest.mark.skipif(not Path("/proc").exists(), reason="the limit is kept on Linux")
def test_a_page_that_takes_all_memory_is_stopped(hostile: Task) -> None:
    pages = among_good("EATS", "EATS")
    with Workers(hostile, 1, memory=1 << 30) as pool:
        check(through(pool, pages), pages, {"EATS": "ran out of memory"})


def test_who_was_in_hand_when_a_worker_died_gets_a_second_chance(hostile: Task, tmp_path: Path) -> None:
    pages = among_good(f"<p>ONCE {tmp_path}/died </p>" + markup(77))
    with Workers(hostile, 1) as pool:
        check(through(pool, pages), pages, {})
    assert (tmp_path / "died").exists()


def test_workers_that_cannot_start_are_an_error_not_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    with Workers(Task("hostile_job:broken"), 1) as pool, pytest.raises(CleanpressError, match="as soon as"):
        through(pool, ["x"])


def test_a_large_process_has_workers_that_stay(hostile: Task) -> None:
    ballast = bytearray(b"x") * (700 << 20)
    with Workers(hostile, 1, memory=1 << 30) as pool:
        before = [lane.process.pid for lane in pool.lanes]
        through(pool, among_good())
        assert [lane.process.pid for lane in pool.lanes] == before
    assert len(ballast) > 0


def test_no_worker_outlives_its_pool(hostile: Task) -> None:
    with Workers(hostile, 2) as pool:
        pool.submit(0, PageInput("0", "SLEEP"))
        workers = [lane.process.pid for lane in pool.lanes]
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    "page",
    [
        PageInput("1", b"\xff\0", "https://x", "latin-1", "html"),
        PageInput("1", "text", kind="text"),
        PageInput("1", path="/tmp/caf\udce9.html"),  # noqa: S108
        PageInput("1", error="gone"),
    ],
)
def test_pages_survive_the_way_to_a_worker(page: PageInput) -> None:
    assert unpacked(packed(page)) == page


def test_what_is_no_unicode_text_is_mended_on_the_way() -> None:
    assert unpacked(packed(PageInput("a\ud83d", "b\ud83d"))) == PageInput("a\ufffd", "b\ufffd")
