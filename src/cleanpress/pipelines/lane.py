"""A worker process as the pool sees it: pages go in, outcomes come back, and it may die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any, Literal, NamedTuple

import msgspec

from cleanpress.pipelines.worker import Orders, receive, send

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from cleanpress.pipelines.worker import main; main()"
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
)
_GIVE_BACK = {  # glibc: large pieces of a page go back to the system; a worker's peak is a tenth lower, its pace 3 %
    "MALLOC_MMAP_THRESHOLD_": str(1 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 24),
}
_PIPE = 1 << 20


class Event(NamedTuple):
    """What happened in a lane."""

    kind: Literal["ready", "outcome", "gone", "woken"]
    lane: Lane | None
    data: bytes = b""


class Packet:
    """A page on its way: its number, its frame, and how often it was with a worker that died.

    Args:
        ticket: The number that the caller gave it.
        frame: The page, packed.
    """

    __slots__ = ("deaths", "frame", "ticket")

    def __init__(self, ticket: int, frame: bytes) -> None:
        self.ticket = ticket
        self.frame = frame
        self.deaths = 0


class Lane:
    """A worker process with two threads that write to it and read from it, so that neither side ever
    waits for the other.

    Attributes:
        pending: Pages sent and not answered, in order; the first is the one that the worker has in hand.
        begun: When the worker took the page in hand, by time.monotonic().
        ready: Whether it has said that it takes pages.
        verdict: Why it was stopped, if it was.
        retiring: Whether it said that it ends after its last outcome.
    """

    def __init__(self, orders: Orders, events: SimpleQueue[Event]) -> None:
        self.pending: deque[Packet] = deque()
        self.size = 0
        self.begun = time.monotonic()
        self.ready = False
        self.retiring = False
        self.verdict: str | None = None
        self._events = events
        self._frames: SimpleQueue[bytes | None] = SimpleQueue()
        self.process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_GIVE_BACK, **os.environ, **_ONE_THREAD},
            bufsize=1 << 16,
            start_new_session=True,  # Ctrl-C is for the parent alone
        )
        _widen(self.process.stdin)
        _widen(self.process.stdout)
        self._frames.put(msgspec.msgpack.encode(orders))
        for loop in (self._write, self._read):
            threading.Thread(target=loop, daemon=True).start()

    def send(self, packet: Packet) -> None:
        """Give the worker a page; it comes to it when those before it are done."""
        if not self.pending:
            self.begun = time.monotonic()
        self.pending.append(packet)
        self.size += len(packet.frame)
        self._frames.put(packet.frame)

    def answered(self) -> Packet:
        """Take the page in hand off, its outcome is there."""
        packet = self.pending.popleft()
        self.size -= len(packet.frame)
        return packet

    def finish(self) -> None:
        """Let the worker end when it has done what it was given."""
        self._frames.put(None)

    def kill(self, verdict: str | None = None) -> None:
        """Stop the worker at once."""
        self.verdict = verdict
        self.process.kill()

    def _write(self) -> None:
        pipe = self.process.stdin
        if pipe is None:
            return
        with suppress(OSError, ValueError):  # the worker is gone; the other thread tells
            while (frame := self._frames.get()) is not None:
                send(pipe, frame)
        with suppress(OSError, ValueError):
            pipe.close()

    def _read(self) -> None:
        pipe = self.process.stdout
        if pipe is None:
            return
        kind: Literal["ready", "outcome"] = "ready"
        with suppress(OSError, ValueError), pipe:
            while (frame := receive(pipe)) is not None:
                self.begun = time.monotonic()
                self._events.put(Event(kind, self, frame))
                kind = "outcome"
        self.process.wait()
        self._frames.put(None)
        self._events.put(Event("gone", self))


def _widen(pipe: IO[bytes] | Any) -> None:
    """Let the next pages wait in the pipe, where the system can, so that a worker need not wait for this process."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return
