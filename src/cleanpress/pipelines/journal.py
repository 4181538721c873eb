"""How far a run is: which pages are done, in a form small enough to be kept with every commit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from cleanpress.errors import InputError
from cleanpress.pipelines.inputs.find import Input

VERSION = 1

_OTHERS = (
    "the inputs are not those of the run that is to go on: a file came, went or was renamed; name the same inputs, or"
    " start anew with --overwrite"
)


class Point(msgspec.Struct, array_like=True, frozen=True):
    """A place in the input.

    Attributes:
        container: Number of the input, from 0.
        number: Number of the page in it, from 0.
        before: Hash over the names of the inputs up to this one, itself included; "" at the start.
    """

    container: int = 0
    number: int = 0
    before: str = ""


class Counts(msgspec.Struct):
    """What the pages of a run came to.

    Attributes:
        pages: Rows written.
        errors: Those of them with an error.
        empty: Those without an error and without an article.
    """

    pages: int = 0
    errors: int = 0
    empty: int = 0


class Journal(msgspec.Struct):
    """How far a run is.

    Attributes:
        version: Version of this form.
        settings: Hash of everything that the rows depend on but the pages.
        first: The first page that is not done.
        beyond: Pages after it that are done, as (input, number of the first, number after the last).
        counts: What the pages done came to.
        sink: What the output needs to come back to its last commit; None before the first.
        finished: Whether all is done.
    """

    version: int = VERSION
    settings: str = ""
    first: Point = Point()
    beyond: list[tuple[int, int, int]] = []
    counts: Counts = msgspec.field(default_factory=Counts)
    sink: dict[str, Any] | None = None
    finished: bool = False


class Position(NamedTuple):
    """Where a page stands.

    Attributes:
        container: Number of its input, from 0.
        number: Its number in it, from 0.
        serial: Its number in this run, from 0; -1 if an earlier run did it.
    """

    container: int
    number: int
    serial: int


class Tracker:
    """Which pages were read and which of them are done.

    Args:
        since: The journal that a run goes on from; a new one for a new run.
    """

    def __init__(self, since: Journal) -> None:
        self._first = since.first
        self._beyond = sorted(since.beyond)
        self._read: deque[tuple[Position, str]] = deque()
        self._done: set[int] = set()
        self._serial = 0
        self._chain = ""

    def inputs(self, inputs: Iterable[Input]) -> Iterator[tuple[int, Input, int]]:
        """The inputs with pages left: number, input, and how many of its pages to skip.

        Raises:
            InputError: The inputs up to where the earlier run was are not those that it had.
        """
        first = self._first
        unproved = bool(first.before)
        for container, entry in enumerate(inputs):
            self._chain = chained(self._chain, entry.name)
            if container < first.container:
                continue
            if unproved and self._chain != first.before:
                raise InputError(_OTHERS)
            yield container, entry, first.number if unproved else 0
            unproved = False
        if unproved:
            raise InputError(_OTHERS)

    def read(self, container: int, number: int) -> Position | None:
        """A page is there; its position, or None if an earlier run did it. Pages come in the order of the input."""
        passed = any(c == container and a <= number < b for c, a, b in self._beyond)
        position = Position(container, number, -1 if passed else self._serial)
        self._read.append((position, self._chain))
        if passed:
            return None
        self._serial += 1
        return position

    def done(self, position: Position) -> None:
        """The row of a page is written."""
        self._done.add(position.serial)

    def point(self) -> tuple[Point, list[tuple[int, int, int]]]:
        """The first page that is not done, and the runs of pages after it that are, for a journal."""
        last = (self._first.container, self._first.number - 1)
        while self._read and self._is_done(self._read[0][0]):
            (container, number, serial), chain = self._read.popleft()
            self._done.discard(serial)
            self._first = Point(container, number + 1, chain)
            last = (container, number)
        ranges: list[tuple[int, int, int]] = []
        for position, _ in self._read:
            last = (position.container, position.number)
            if self._is_done(position):
                _extend(ranges, *last)
        return self._first, ranges + _after(self._beyond, *last)

    def _is_done(self, position: Position) -> bool:
        return position.serial < 0 or position.serial in self._done


def _extend(ranges: list[tuple[int, int, int]], container: int, number: int) -> None:
    if ranges and ranges[-1][0] == container and ranges[-1][2] == number:
        ranges[-1] = (container, ranges[-1][1], number + 1)
    else:
        ranges.append((container, number, number + 1))


def _after(ranges: list[tuple[int, int, int]], container: int, number: int) -> list[tuple[int, int, int]]:
    """What of the ranges lies behind a page."""
    out = []
    for c, a, b in ranges:
        if c > container:
            out.append((c, a, b))
        elif c == container and b > number + 1:
            out.append((c, max(a, number + 1), b))
    return out


def chained(chain: str, name: str) -> str:
    """The hash over the names of inputs, one more taken in."""
    return blake2b(f"{chain}\0{name}".encode(errors="surrogatepass"), digest_size=12).hexdigest()
