"""Pages through a pool: never more of them in memory than it takes to keep the workers busy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from cleanpress.pipelines.pool import Pool
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Outcome, failed

K = TypeVar("K")

_AHEAD = 20_000  # pages that may be done while an earlier one is not
_AHEAD_ORDERED = 1_000  # the same where they have to wait for it, in memory
_WAIT = 0.5  # seconds


class Finished(NamedTuple, Generic[K]):
    """A page that is done: what the caller knows it by, its id and URL, and what became of it."""

    key: K
    id: str
    url: str | None
    outcome: Outcome


def flow(
    pool: Pool,
    pages: Iterable[tuple[K, PageInput]],
    *,
    ordered: bool,
    stopped: Callable[[], bool] = lambda: False,
    row: bool = True,
) -> Iterator[Finished[K]]:
    """What became of each page, each exactly once.

    Args:
        pool: What does the work; it stays open.
        pages: The pages, each with what the caller knows it by. Only read when there is room.
        ordered: Whether they come in the order of `pages`, or as they get done.
        stopped: Asked before each page; once it says True no more are read, and those in hand come to their end.
        row: Whether a page that no worker could do gets a row.
    """
    source = iter(pages)
    held: dict[int, tuple[K, str, str | None]] = {}
    waiting: dict[int, Finished[K] | None] = {}
    most = _AHEAD_ORDERED if ordered else _AHEAD
    ticket = due = 0
    more = True
    while more or held:
        while more and pool.room and ticket - due < most:
            entry = None if stopped() else next(source, None)
            if entry is None:
                more = False
                break
            key, page = entry
            held[ticket] = (key, page.id, page.url)
            pool.submit(ticket, page)
            ticket += 1
        for done in pool.step(_WAIT if held else 0.0):
            key, name, url = held.pop(done.ticket)
            outcome = done.outcome or Outcome(error=done.error or "no outcome")
            if outcome.error is not None and not outcome.row:
                outcome = failed(name, url, outcome.error, row=row)
            finished = Finished(key, name, url, outcome)
            waiting[done.ticket] = finished if ordered else None
            if not ordered:
                yield finished
        while due in waiting:
            first = waiting.pop(due)
            due += 1
            if first is not None:
                yield first
