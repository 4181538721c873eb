"""Workers over all cores: pages in, outcomes out; a worker that dies or takes too long is replaced."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import msgspec

from cleanpress.errors import CleanpressError
from cleanpress.pipelines.lane import Event, Lane, Packet
from cleanpress.pipelines.records import unwrapped
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Outcome, Task
from cleanpress.pipelines.worker import RETIRES, Orders, packed

_AHEAD = 4  # pages that a worker has been given: the one in hand, and those that wait in its pipe
_AHEAD_BYTES = 4 << 20  # beyond this only the page in hand
_TICK = 0.1  # seconds between looks at the clock
_FALSE_STARTS = 3


class Done(NamedTuple):
    """A page that came back; without an outcome where no worker could give one."""

    ticket: int
    outcome: Outcome | None
    error: str | None = None


class Pool(Protocol):
    """What takes pages and gives outcomes. Used by one thread."""

    @property
    def room(self) -> bool:
        """Whether it takes a page now."""
        ...

    def submit(self, ticket: int, page: PageInput) -> None:
        """Give it a page, under a number."""
        ...

    def step(self, timeout: float) -> list[Done]:
        """What came back; waits for at most so many seconds if nothing did."""
        ...

    def close(self) -> None:
        """End all workers at once."""
        ...


class Inline:
    """A pool without workers: the page is done in this process, where nothing protects from it."""

    def __init__(self, task: Task) -> None:
        self._job = task.start()
        self._waiting: deque[tuple[int, PageInput]] = deque()

    @property
    def room(self) -> bool:
        """One page at a time."""
        return not self._waiting

    def submit(self, ticket: int, page: PageInput) -> None:
        """Keep the page until the next step."""
        self._waiting.append((ticket, page))

    def step(self, timeout: float) -> list[Done]:  # noqa: ARG002  # nothing to wait for
        """Do the page."""
        if not self._waiting:
            return []
        ticket, page = self._waiting.popleft()
        return [Done(ticket, self._job(unwrapped(page)))]

    def close(self) -> None:
        """Nothing to end."""


class Workers:
    """A pool of worker processes.

    Args:
        task: What to do with pages.
        workers: Number of processes; None for one a core.
        seconds: Time for a page, after which its worker is stopped; None for no limit.
        memory: Bytes that a worker may use, its own 150 MB or so included; None for no limit.

    Raises:
        CleanpressError: From `step`, where no worker can be started.
    """

    def __init__(
        self, task: Task, workers: int | None = None, *, seconds: float | None = None, memory: int | None = None
    ) -> None:
        self._orders = Orders(task, seconds, memory)
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._backlog: deque[Packet] = deque()
        self._false_starts = 0
        self._closed = False
        self.lanes = [Lane(self._orders, self._events) for _ in range(workers or cores())]

    @property
    def room(self) -> bool:
        """Whether a worker takes another page now."""
        return not self._backlog and any(map(_takes, self.lanes))

    def submit(self, ticket: int, page: PageInput) -> None:
        """Give a page to the worker with the least to do."""
        self._place(Packet(ticket, packed(page)))

    def _place(self, packet: Packet) -> None:
        lanes = [lane for lane in self.lanes if (not lane.pending if packet.deaths else _takes(lane))]
        if lanes:
            min(lanes, key=lambda lane: (len(lane.pending), lane.size)).send(packet)
        else:
            self._backlog.append(packet)

    def step(self, timeout: float) -> list[Done]:
        """Outcomes that came back; replaces workers that died, and stops those that take too long.

        Raises:
            CleanpressError: No worker can be started.
        """
        out: list[Done] = []
        until = time.monotonic() + timeout
        while True:
            wait = 0.0 if out else min(max(until - time.monotonic(), 0.0), _TICK)
            try:
                event = self._events.get(timeout=wait) if wait else self._events.get_nowait()
            except Empty:
                self._stop_slow()
                if out or time.monotonic() >= until:
                    return out
                continue
            if event.kind == "woken":
                until = 0.0
            elif event.lane is not None:
                self._take(event.kind, event.lane, event.data, out)

    def wake(self) -> None:
        """Let a `step` that waits in another thread return."""
        self._events.put(Event("woken", None))

    def _take(self, kind: str, lane: Lane, data: bytes, out: list[Done]) -> None:
        if kind == "ready":
            lane.ready = True
            self._false_starts = 0
        elif kind == "outcome":
            lane.retiring = data[:1] == RETIRES
            packet = lane.answered()
            out.append(Done(packet.ticket, msgspec.msgpack.decode(data[1:], type=Outcome)))
        elif kind == "gone" and not self._closed:
            self._replace(lane, out)
        for _ in range(len(self._backlog)):
            self._place(self._backlog.popleft())

    def _replace(self, lane: Lane, out: list[Done]) -> None:
        if not lane.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS * len(self.lanes):
                raise CleanpressError(f"workers end as soon as they are started ({_end(lane)})")
        waiting = list(lane.pending)
        if waiting and lane.ready and not lane.retiring:
            first = waiting.pop(0)
            first.deaths += 1
            if lane.verdict is not None:
                out.append(Done(first.ticket, None, lane.verdict))
            elif first.deaths > 1:
                out.append(Done(first.ticket, None, f"the worker died of this page, twice ({_end(lane)})"))
            else:  # whatever killed it may be of an earlier page's making: once more, alone, in a fresh process
                waiting.append(first)
        self.lanes[self.lanes.index(lane)] = Lane(self._orders, self._events)
        self._backlog.extend(waiting)

    def _stop_slow(self) -> None:
        seconds = self._orders.seconds
        if seconds is None:
            return
        now = time.monotonic()
        for lane in self.lanes:
            if lane.ready and lane.pending and lane.verdict is None and now - lane.begun > seconds:
                lane.kill(f"took longer than {seconds:g} s; its worker was stopped")

    def close(self) -> None:
        """End all workers at once."""
        self._closed = True
        for lane in self.lanes:
            lane.finish()
            lane.kill()
        for lane in self.lanes:
            lane.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _takes(lane: Lane) -> bool:
    if not lane.pending:
        return True
    if lane.pending[0].deaths or lane.retiring or lane.verdict is not None:
        return False
    return len(lane.pending) < _AHEAD and lane.size < _AHEAD_BYTES


def _end(lane: Lane) -> str:
    code = lane.process.returncode
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit status {code}"


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1


def start(
    task: Task, workers: int | None = None, *, seconds: float | None = None, memory: int | None = None
) -> Inline | Workers:
    """A pool; with 0 workers one that works in this process.

    Args:
        task: What to do with pages.
        workers: Number of processes; None for one a core, 0 for none.
        seconds: Time for a page, after which its worker is stopped; None for no limit.
        memory: Bytes that a worker may use; None for no limit.
    """
    return Inline(task) if workers == 0 else Workers(task, workers, seconds=seconds, memory=memory)
