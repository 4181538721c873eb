"""Many pages from Python: `extract_many` and its variant for asyncio."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from cleanpress.errors import InputError
from cleanpress.pipeline import Extractor
from cleanpress.pipelines.flow import flow
from cleanpress.pipelines.pool import Workers, start
from cleanpress.pipelines.rows import Blocks, PageInput, Row
from cleanpress.pipelines.work import Outcome, Task, checked, cleaning_of, failed

Entry = PageInput | bytes | str | tuple[str, bytes | str] | Mapping[str, Any]

_MEGABYTE = 1 << 20
_TICK = 0.2


def extract_many(
    pages: Iterable[Entry],
    *,
    workers: int | None = None,
    ordered: bool = True,
    extractor: Extractor | None = None,
    blocks: Blocks = "all",
    page_seconds: float | None = 30.0,
    page_memory: int | None = 2048,
) -> Iterator[Row]:
    """Read many pages with worker processes: one page in, one row out, always.

    A page that cannot be read, takes too long or crashes its worker is a row with an `error`; the others go on. Only as
    many pages are taken from `pages` as it takes to keep the workers busy.

    Args:
        pages: HTML as bytes or str, (URL, HTML), a mapping with the keys of `PageInput` (also "html" or "text" for the
            data), or a `PageInput`. A page without an id gets its number, from 0.
        workers: Number of processes; None for one a core, 0 to work in this process, unprotected.
        ordered: Whether rows come in the order of the pages, or as they get done.
        extractor: What to read them with; None for the default settings.
        blocks: Which blocks stand in `Row.roles`: all, the article's, or none.
        page_seconds: Time for a page; None for no limit.
        page_memory: Megabytes for a worker; None for no limit. Kept on Linux.

    Raises:
        InputError: An entry of `pages` is none of these.
        CleanpressError: No worker can be started.
    """
    pool = start(_task(extractor, blocks, page_seconds), workers, seconds=page_seconds, memory=_bytes(page_memory))
    try:
        for done in flow(pool, ((n, page_of(n, entry)) for n, entry in enumerate(pages)), ordered=ordered):
            yield msgspec.json.decode(done.outcome.row, type=Row)
    finally:
        pool.close()


async def extract_many_async(
    pages: Iterable[Entry] | AsyncIterable[Entry],
    *,
    workers: int | None = None,
    extractor: Extractor | None = None,
    blocks: Blocks = "all",
    page_seconds: float | None = 30.0,
    page_memory: int | None = 2048,
) -> AsyncIterator[Row]:
    """`extract_many` for asyncio: rows come as they get done, also while the next page is awaited.

    Args:
        pages: As for `extract_many`, or an asynchronous iterable of the same, such as a crawler's pages.
        workers: Number of processes, at least 1; None for one a core.
        extractor: What to read them with; None for the default settings.
        blocks: Which blocks stand in `Row.roles`: all, the article's, or none.
        page_seconds: Time for a page; None for no limit.
        page_memory: Megabytes for a worker; None for no limit. Kept on Linux.

    Raises:
        InputError: An entry of `pages` is none of these.
        CleanpressError: No worker can be started.
    """
    pool = Workers(_task(extractor, blocks, page_seconds), workers, seconds=page_seconds, memory=_bytes(page_memory))
    bridge = _Bridge(pool, asyncio.get_running_loop())
    feeder = asyncio.ensure_future(bridge.feed(pages))
    try:
        while (row := await bridge.rows.get()) is not None:
            if isinstance(row, BaseException):
                raise row
            yield row
            bridge.room.release()
        await feeder
    finally:
        feeder.cancel()
        bridge.stop()
        await asyncio.to_thread(bridge.thread.join)


def page_of(number: int, entry: Entry) -> PageInput:
    """An entry of `extract_many` as a page.

    Raises:
        InputError: It is none of the forms that are taken.
    """
    if isinstance(entry, PageInput):
        return entry
    if isinstance(entry, (bytes, str)):
        return PageInput(str(number), entry)
    if isinstance(entry, tuple) and _is_pair(entry):
        return PageInput(str(number), entry[1], url=entry[0])
    if isinstance(entry, Mapping):
        fields = dict(entry)
        for name in ("html", "text"):
            if name in fields:
                fields.update(data=fields.pop(name), kind=name)
        try:
            return PageInput(**{"id": str(number), **fields})
        except TypeError as error:
            raise InputError(f"page {number}: {error}") from error
    raise InputError(
        f"page {number}: expected bytes, str, (url, html), a mapping or a PageInput, not {type(entry).__name__}"
    )


def _is_pair(entry: tuple[Any, ...]) -> bool:
    return len(entry) == 2 and isinstance(entry[0], (str, type(None))) and isinstance(entry[1], (bytes, str))


def _task(extractor: Extractor | None, blocks: Blocks, seconds: float | None) -> Task:
    wanted = msgspec.structs.replace(cleaning_of(extractor), blocks=blocks)
    limits = msgspec.structs.replace(wanted.limits, seconds=_least(wanted.limits.seconds, seconds))
    return checked(msgspec.structs.replace(wanted, limits=limits)).task()


def _least(*seconds: float | None) -> float | None:
    return min((s for s in seconds if s is not None), default=None)


def _bytes(megabytes: int | None) -> int | None:
    return None if megabytes is None else megabytes * _MEGABYTE


class _Bridge:
    """Between an event loop and the thread that runs the pool.

    Args:
        pool: The pool; the thread closes it.
        loop: The loop.
    """

    def __init__(self, pool: Workers, loop: asyncio.AbstractEventLoop) -> None:
        self.rows: asyncio.Queue[Row | BaseException | None] = asyncio.Queue()
        self.room = asyncio.Semaphore(8 * len(pool.lanes))  # pages between the feeder and the caller
        self._pool = pool
        self._loop = loop
        self._inbox: deque[PageInput | None] = deque()
        self._stop = False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    async def feed(self, pages: Iterable[Entry] | AsyncIterable[Entry]) -> None:
        """Hand pages over, as many as there is room for."""
        number = 0
        try:
            async for entry in _awaited(pages):
                await self.room.acquire()
                self._put(page_of(number, entry))
                number += 1
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits for rows
            self.rows.put_nowait(error)
        self._put(None)

    def stop(self) -> None:
        """Let the thread end, whatever is in hand."""
        self._stop = True
        self._pool.wake()

    def _put(self, page: PageInput | None) -> None:
        self._inbox.append(page)
        self._pool.wake()

    def _work(self) -> None:
        held: dict[int, PageInput] = {}
        ticket, more = 0, True
        try:
            while (more or held) and not self._stop:
                while self._inbox and self._pool.room:
                    page = self._inbox.popleft()
                    if page is None:
                        more = False
                        break
                    held[ticket] = PageInput(page.id, url=page.url)
                    self._pool.submit(ticket, page)
                    ticket += 1
                for done in self._pool.step(_TICK):
                    page = held.pop(done.ticket)
                    outcome = done.outcome or Outcome(error=done.error or "no outcome")
                    if not outcome.row:
                        outcome = failed(page.id, page.url, outcome.error or "no row")
                    self._tell(msgspec.json.decode(outcome.row, type=Row))
            self._tell(None)
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits for rows
            self._tell(error)
        finally:
            self._pool.close()

    def _tell(self, row: Row | BaseException | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.rows.put_nowait, row)


async def _awaited(pages: Iterable[Entry] | AsyncIterable[Entry]) -> AsyncIterator[Entry]:
    if isinstance(pages, AsyncIterable):
        async for entry in pages:
            yield entry
    else:
        for entry in pages:
            yield entry
