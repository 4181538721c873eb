"""A worker process: takes pages from its standard input, gives outcomes on its standard output, a frame each.

It knows nothing of other workers or of where pages come from. What the page in hand does to it (a crash, no end, no
memory) is noticed by the process that started it.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import IO, Any

import msgspec

from cleanpress.pipelines.records import unwrapped
from cleanpress.pipelines.rows import PageInput, cause, mended
from cleanpress.pipelines.work import Outcome, Task

_LENGTH = 8
_SWEEP = 25  # pages between collections of garbage; left to itself it lets memory creep up
_ORPHAN = 5.0  # seconds beyond the time of a page after which a worker that nobody watches ends itself
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
GOES_ON, RETIRES = b"\0", b"\1"


class Orders(msgspec.Struct):
    """What a worker is told first.

    Attributes:
        task: What to do with pages.
        seconds: Time for a page; None for no limit. The parent stops a worker that takes longer.
        memory: Bytes that the worker may use; None for no limit.
    """

    task: Task
    seconds: float | None = None
    memory: int | None = None


def send(file: IO[bytes], data: bytes) -> None:
    """Write a frame."""
    file.write(len(data).to_bytes(_LENGTH, "little"))
    file.write(data)
    file.flush()


def receive(file: IO[bytes]) -> bytes | None:
    """Read a frame; None at the end, also where it comes in the middle of a frame."""
    head = file.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "little")
    data = file.read(size)
    return data if len(data) == size else None


def packed(page: PageInput) -> bytes:
    """A page as it goes to a worker."""
    fields = list(msgspec.structs.astuple(page))
    try:
        return msgspec.msgpack.encode(fields)
    except UnicodeEncodeError:
        whole = [mended(f) if isinstance(f, str) else f for f in fields]
        return msgspec.msgpack.encode([*whole[:5], page.path and os.fsencode(page.path), *whole[6:]])


def unpacked(frame: bytes) -> PageInput:
    """A page as it came to a worker; untyped, since bytes and str stand in one field."""
    fields = msgspec.msgpack.decode(frame)
    if isinstance(fields[5], bytes):
        fields[5] = os.fsdecode(fields[5])
    return PageInput(*fields)


def main() -> None:
    """Work until standard input ends."""
    source, target = _channels()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    hello = receive(source)
    if hello is None:
        return
    orders = msgspec.msgpack.decode(hello, type=Orders)
    job = orders.task.start()
    job(PageInput("", "<html><body><article><p>Loads what every page needs.</p></article></body></html>"))
    gc.collect()
    gc.freeze()  # what every page needs is never garbage
    if orders.memory:
        _bound(orders.memory)
    with suppress(BrokenPipeError):  # the parent is gone
        send(target, GOES_ON)
        count = 0
        while (frame := receive(source)) is not None:
            outcome, retires = _work(job, frame, orders)
            send(target, retires + msgspec.msgpack.encode(outcome))
            if retires == RETIRES:
                break
            count += 1
            if count % _SWEEP == 0:
                gc.collect()
    os._exit(0)  # nothing is left to be tidied up, and threads of libraries shall not hold it back


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """The channels to the parent; what anything prints from now on goes to standard error."""
    source = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
    target = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return source, target


def _work(job: Any, frame: bytes, orders: Orders) -> tuple[Outcome, bytes]:
    if orders.seconds:
        faulthandler.dump_traceback_later(orders.seconds + _ORPHAN, exit=True, file=sys.__stderr__ or sys.stderr)
    page = unpacked(frame)
    try:
        outcome, failed = job(unwrapped(page)), False
    except Exception as error:  # noqa: BLE001  # whatever a job does, its page gets an answer
        outcome, failed = Outcome(error=cause(error)), True
    finally:
        faulthandler.cancel_dump_traceback_later()
    return outcome, RETIRES if failed or (orders.memory and _high(orders.memory)) else GOES_ON


def _bound(memory: int) -> None:
    """Let allocations beyond the limit fail, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _high(memory: int) -> bool:
    """Whether a page left so much behind that a fresh process has to go on."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  # for each page
            return int(file.read().split()[1]) * _PAGE > memory // 2
    except OSError:  # not Linux; getrusage would not do there, its figure may be that of the process before exec
        return False
