"""Pages from a running event loop to worker processes, and their outcomes back."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from concurrent.futures import Future

from cleanpress.errors import CleanpressError
from cleanpress.pipelines.pool import Workers
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Cleaning, Outcome, failed

_TICK = 0.5


class BusyError(CleanpressError):
    """As many pages wait as may."""


class Desk:
    """Takes single pages from coroutines of any loop and hands them to workers that may die, be slow or grow too large.

    Args:
        cleaning: What to do with each page.
        workers: Number of processes; None for one a core.
        waiting: Pages that may be in hand or wait; None for no limit.
        seconds: Time for a page once a worker has it; None for no limit.
        memory: Bytes that a worker may use; None for no limit.
    """

    def __init__(
        self,
        cleaning: Cleaning,
        workers: int | None = None,
        *,
        waiting: int | None = None,
        seconds: float | None = 30.0,
        memory: int | None = None,
    ) -> None:
        self._pool = Workers(cleaning.task(), workers, seconds=seconds, memory=memory)
        self.workers = len(self._pool.lanes)
        self._most = waiting
        self._inbox: deque[tuple[PageInput, Future[Outcome]]] = deque()
        self._held: dict[int, tuple[PageInput, Future[Outcome]]] = {}
        self._stop = False
        self._error: CleanpressError | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Pages in hand or waiting."""
        return len(self._inbox) + len(self._held)

    @property
    def healthy(self) -> bool:
        """Whether it takes pages."""
        return self._thread.is_alive() and not self._stop

    async def clean(self, page: PageInput) -> Outcome:
        """What became of a page. One that no worker could do comes back as an outcome with an error.

        Raises:
            BusyError: As many pages wait as may.
            CleanpressError: No worker can be started, or the desk is closed.
        """
        if not self.healthy:
            raise self._error or CleanpressError("closed: no more pages are taken")
        if self._most is not None and self.waiting >= self._most:
            raise BusyError(f"{self._most} pages wait already")
        future: Future[Outcome] = Future()
        self._inbox.append((page, future))
        self._pool.wake()
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the workers; pages in hand are not waited for."""
        self._stop = True
        self._pool.wake()
        self._thread.join()

    def _work(self) -> None:
        ticket = 0
        try:
            while not self._stop:
                while self._inbox and self._pool.room:
                    page, future = self._inbox.popleft()
                    if future.set_running_or_notify_cancel():  # nobody waits for it otherwise
                        self._held[ticket] = (page, future)
                        self._pool.submit(ticket, page)
                        ticket += 1
                for done in self._pool.step(_TICK):
                    page, future = self._held.pop(done.ticket)
                    future.set_result(done.outcome or failed(page.id, page.url, done.error or "no outcome"))
        except CleanpressError as error:
            self._error = error
        finally:
            self._stop = True
            self._pool.close()
            self._give_up(self._error or CleanpressError("closed while the page was in hand"))

    def _give_up(self, error: CleanpressError) -> None:
        for _, future in self._held.values():
            future.set_exception(error)
        while self._inbox:
            _, future = self._inbox.popleft()
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
