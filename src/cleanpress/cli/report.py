"""Messages and progress, both on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cleanpress.errors import InputError


class Report:
    """Says what went wrong with which input, and counts it.

    Args:
        quiet: Leave out everything but errors.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.failures = 0
        self._say: Callable[[str], None] = _to_stderr

    def fail(self, name: str, message: str) -> None:
        """An input that gave nothing."""
        self.failures += 1
        self._say(f"cleanpress: {name}: {message}")

    def note(self, name: str, message: str) -> None:
        """Something worth knowing about an input that was read."""
        if not self.quiet:
            self._say(f"cleanpress: {name}: {message}")

    @contextmanager
    def progress(self, total: int, *, wanted: bool) -> Iterator[Callable[[], None]]:
        """A progress bar, where there are several inputs and somebody watches; yields what moves it on."""
        if self.quiet or not wanted or total < 2 or not sys.stderr.isatty():
            yield lambda: None
            return
        try:
            from rich.console import Console
            from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn
        except ImportError:
            with click.progressbar(length=total, file=sys.stderr, show_pos=True) as bar:
                yield lambda: bar.update(1)
            return
        columns = (*Progress.get_default_columns()[:-1], MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("cleaning", total=total)
            yield lambda: shown.advance(task)


def cause(error: Exception) -> str:
    """What an error says of an input whose name stands before it."""
    if isinstance(error, InputError):
        return error.message
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _to_stderr(line: str) -> None:
    click.echo(line, err=True)
