"""How a run goes, on standard error: drawn on a terminal where rich is installed, otherwise a line now and then."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from cleanpress.cli.report import Report

if TYPE_CHECKING:
    from cleanpress.pipelines.flow import Finished
    from cleanpress.pipelines.journal import Position
    from cleanpress.pipelines.run import Run, Settings

_EVERY = 10.0  # seconds between lines
_EVERY_DRAWN = 0.5
_WINDOW = 30.0  # seconds that the speed is taken over


class Progress:
    """Tells pages, pages a second, errors and the time left.

    Args:
        settings: What the run does.
        report: What is told of inputs that cannot be read.
        quiet: Show nothing.
    """

    def __init__(self, settings: Settings, report: Report, *, quiet: bool) -> None:
        self._settings = settings
        self._report = report
        self._quiet = quiet
        self._begun = time.monotonic()
        self._due = 0.0
        self._marks: deque[tuple[float, int]] = deque()
        self._start: tuple[int, int] | None = None  # pages and bytes when the first page was done
        self._total: int | None = None
        self._status: Any = None

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        if self._quiet:
            return self
        self._due = self._begun + _EVERY
        if sys.stderr.isatty():
            try:
                from rich.console import Console
            except ImportError:
                pass
            else:
                self._status = Console(stderr=True).status("starting")
                self._status.start()
        threading.Thread(target=self._measure, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def fail(self, name: str, message: str) -> None:
        """Something could not be read; the run goes on."""
        self._report.fail(click.format_filename(name), message)

    def page(self, done: Finished[Position], run: Run) -> None:  # noqa: ARG002  # others may want the page
        """A page is done and written."""
        if self._quiet:
            return
        now = time.monotonic()
        if self._start is None:
            self._start = (run.counts.pages - 1, run.bytes_read)
        if self._marks and now - self._marks[-1][0] < _EVERY_DRAWN:
            return
        self._marks.append((now, run.counts.pages))
        while now - self._marks[0][0] > _WINDOW:
            self._marks.popleft()
        if self._status is not None:
            self._status.update(self.line(run, now))
        elif now >= self._due:
            self._due = now + _EVERY
            self.say(self.line(run, now))

    def line(self, run: Run, now: float) -> str:
        """Where the run is."""
        (since, before), counts = self._marks[0], run.counts
        seconds = now - since
        speed = f", {(counts.pages - before) / seconds:,.0f} pages/s" if seconds > 0 else ""
        left = self._left(run, now)
        rest = f", {_clock(left)} left" if left is not None else ""
        return f"{_plural(counts.pages, 'page')}{speed}, {_plural(counts.errors, 'error')}{rest}"

    def _left(self, run: Run, now: float) -> float | None:
        """Seconds to go, by the share of the inputs' bytes that was read."""
        if not self._total or self._start is None:
            return None
        done = run.bytes_read - self._start[1]
        todo = self._total - run.bytes_read
        return (now - self._begun) * todo / done if done > 0 and todo >= 0 else None

    def summary(self, run: Run, *, done: bool, output: str) -> None:
        """What the whole run came to."""
        counts = run.counts
        seconds = time.monotonic() - self._begun
        fresh = counts.pages - (self._start[0] if self._start else counts.pages)
        speed = f"{fresh / seconds:,.0f} pages/s" if fresh else "nothing was left to do"
        end = "done" if done else "stopped; go on with --resume"
        self.say(
            f"{end}: {_plural(counts.pages, 'page')} in {click.format_filename(output)},"
            f" {_plural(counts.errors, 'error')}, {counts.empty:,} without an article; {_clock(seconds)}, {speed}"
        )

    def say(self, line: str) -> None:
        """A line, unless nothing is to be shown."""
        if not self._quiet:
            if self._status is not None:
                self._status.console.print(f"cleanpress: {line}", highlight=False, markup=False)
            else:
                click.echo(f"cleanpress: {line}", err=True)

    def _measure(self) -> None:
        """How many bytes there are; where standard input is among the inputs nobody knows."""
        from cleanpress.pipelines.inputs.find import find

        inputs = self._settings.inputs
        if "-" in inputs:
            return
        settings = self._settings
        found = find(inputs, kind=settings.reading.kind, form=settings.form, fail=lambda _name, _message: None)
        self._total = sum(entry.size() for entry in found)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
