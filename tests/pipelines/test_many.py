"""`extract_many` and its asynchronous variant."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

import pytest

import cleanpress
from cleanpress import Extractor, InputError, PageInput, Row, extract_many, extract_many_async
from cleanpress.pipelines.rows import row_of

from .conftest import markup


def test_one_page_in_one_row_out_in_order() -> None:
    pages = [b"", *(markup(n).encode() for n in range(20)), b"%PDF-1.4"]
    rows = list(extract_many(pages, workers=2))
    assert rows == [row_of(PageInput(str(n), page), Extractor()) for n, page in enumerate(pages)]


def test_what_pages_may_be() -> None:
    entries = [
        markup(1),
        ("https://mole.example/2", markup(2).encode()),
        {"id": "three", "html": markup(3), "url": "https://mole.example/3"},
        {"text": "Nothing but a line of text that stands alone."},
        PageInput("five", markup(5)),
    ]
    rows = list(extract_many(entries, workers=0))
    assert [(r.id, r.url) for r in rows] == [
        ("0", None), ("1", "https://mole.example/2"), ("three", "https://mole.example/3"), ("3", None), ("five", None),
    ]  # fmt: skip
    assert all(r.error is None for r in rows)


@pytest.mark.parametrize("entry", [7, None, ("a", "b", "c"), {"htlm": "x"}])
def test_what_they_may_not_be(entry: object) -> None:
    with pytest.raises(InputError, match="page 0"):
        list(extract_many([entry], workers=0))  # type: ignore[list-item]


def test_settings_reach_the_workers() -> None:
    bare = Extractor(keep=["headline"])
    (row,) = extract_many([markup(1)], workers=1, extractor=bare, blocks="none")
    assert row.text == "Story number 1 of the mole"
    assert row.roles == []


def test_pages_are_not_taken_before_there_is_room() -> None:
    taken = 0

    def pages() -> Iterator[str]:
        nonlocal taken
        for n in range(10_000):
            taken = n + 1
            yield markup(n)

    rows = extract_many(pages(), workers=1)
    next(rows)
    assert taken < 40
    rows.close()  # type: ignore[attr-defined]


def test_it_needs_no_main_guard(tmp_path) -> None:  # type: ignore[no-untyped-def]
    script = tmp_path / "script.py"
    script.write_text("import cleanpress\nprint([r.id for r in cleanpress.extract_many(['<p>a', '<p>b'], workers=2)])")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "['0', '1']\n"


def test_rows_come_while_the_next_page_is_awaited() -> None:
    async def crawl(arrived: asyncio.Event) -> AsyncIterator[str]:
        yield markup(1)
        await asyncio.wait_for(arrived.wait(), 30)  # the next page comes only after the first row
        yield markup(2)

    async def main() -> list[Row]:
        arrived = asyncio.Event()
        rows = []
        async for row in extract_many_async(crawl(arrived), workers=1):
            rows.append(row)
            arrived.set()
        return rows

    assert [row.id for row in asyncio.run(main())] == ["0", "1"]


def test_every_row_comes_back_to_a_loop_that_stays_free() -> None:
    async def main() -> tuple[set[str], float]:
        slowest, ids = 0.0, set()

        async def heartbeat() -> None:
            nonlocal slowest
            while True:
                before = time.monotonic()
                await asyncio.sleep(0.01)
                slowest = max(slowest, time.monotonic() - before)

        beat = asyncio.create_task(heartbeat())
        async for row in extract_many_async((markup(n) for n in range(60)), workers=2):
            ids.add(row.id)
        beat.cancel()
        return ids, slowest

    ids, slowest = asyncio.run(main())
    assert ids == {str(n) for n in range(60)}
    assert slowest < 1.0


def test_an_error_of_the_source_reaches_the_caller() -> None:
    async def crawl() -> AsyncIterator[str]:
        yield markup(1)
        raise ConnectionError("the site is gone")

    async def main() -> None:
        async for _ in extract_many_async(crawl(), workers=1):
            pass

    with pytest.raises(ConnectionError, match="the site is gone"):
        asyncio.run(main())


def test_importing_the_package_loads_none_of_it() -> None:
    code = "import sys, cleanpress; print([m for m in sys.modules if m.startswith('cleanpress.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert cleanpress.extract_many is extract_many
