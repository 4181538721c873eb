"""A run: from inputs to an output, with as many workers as there are cores, and on again after it was stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from cleanpress.errors import InputError
from cleanpress.pipelines.flow import Finished, flow
from cleanpress.pipelines.inputs.common import Form, Reading
from cleanpress.pipelines.inputs.find import Input, find
from cleanpress.pipelines.journal import VERSION, Counts, Journal, Position, Tracker
from cleanpress.pipelines.outputs.sink import Entry, Sink
from cleanpress.pipelines.pool import Inline, Workers, start
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.work import Cleaning, Sketch, checked

if TYPE_CHECKING:
    from cleanpress.pipelines.duplicates import Index

_MEGABYTE = 1 << 20


class Settings(msgspec.Struct, frozen=True):
    """A run's settings.

    Attributes:
        inputs: Files, folders, globs, addresses, "-".
        reading: How they are read.
        form: How files are read whatever their name; None to go by the name.
        cleaning: What is done with pages.
        workers: Number of processes; None for one a core, 0 for none.
        ordered: Whether rows come in the order of the pages.
        page_seconds: Time for a page; None for no limit.
        page_memory: Megabytes for a worker; None for no limit.
        duplicates: File for what near-duplicates are told by, or None.
    """

    inputs: tuple[str, ...]
    reading: Reading = Reading()
    form: Form | None = None
    cleaning: Cleaning = Cleaning()
    workers: int | None = None
    ordered: bool = False
    page_seconds: float | None = 30.0
    page_memory: int | None = 2048
    duplicates: str | None = None

    def digest(self) -> str:
        """Hash of everything that the rows depend on but the pages."""
        how = self.reading
        parts = (self.inputs, how.kind, how.fields, how.limits, self.form, self.cleaning, self.duplicates is not None)
        data = msgspec.json.encode(msgspec.to_builtins(parts))
        return blake2b(data, digest_size=12).hexdigest()


class Watcher(Protocol):
    """Who is told how a run goes."""

    def fail(self, name: str, message: str) -> None:
        """Something could not be read; the run goes on."""
        ...

    def page(self, done: Finished[Position], run: Run) -> None:
        """A page is done and written."""
        ...


class Run:
    """A run that can be stopped, by `stop` or by anything, and gone on with.

    Args:
        settings: What to do.
        sink: Where rows go.
        watcher: Who is told.

    Attributes:
        counts: What the pages came to so far.
        finished: Whether all is done.

    Raises:
        InputError: A setting is wrong, or a module that it needs is not installed.
    """

    def __init__(self, settings: Settings, sink: Sink, watcher: Watcher) -> None:
        self.settings = settings
        self.counts = Counts()
        self._sink = sink
        self._watcher = watcher
        self._cleaning = checked(_bounded(settings))
        self._read = 0
        self.finished = False
        self._stopped = False
        self._several: dict[int, bool] = {}

    def stop(self) -> None:
        """Read no more pages; those in hand come to their end."""
        self._stopped = True

    def __call__(self, *, resume: bool = False, overwrite: bool = False) -> bool:
        """Do it.

        Args:
            resume: Go on where an earlier run into this output stopped; begin where there is none.
            overwrite: Begin anew although there is an output.

        Returns:
            Whether all is done; False if it was stopped before.

        Raises:
            InputError: There is an output, and it is neither to be resumed nor to be overwritten, or it cannot be.
            OSError: The output cannot be written.
            CleanpressError: No worker can be started.
        """
        journal = self._begin(resume, overwrite)
        if journal.finished:
            self.counts = journal.counts
            return True
        try:
            return self._work(journal)
        finally:
            self._sink.close()

    def _begin(self, resume: bool, overwrite: bool) -> Journal:
        data = self._sink.read_note() if resume else None
        if data is None:
            if self._sink.exists() and not overwrite:
                raise InputError(
                    f"{self._sink.place!r} is there already"
                    + (" but has no journal to go on from" if resume else "; go on with it by --resume")
                    + ", or write over it by --overwrite"
                )
            return Journal(settings=self.settings.digest())
        try:
            journal = msgspec.json.decode(data, type=Journal)
        except msgspec.DecodeError as error:
            raise InputError(
                f"the journal of {self._sink.place!r} cannot be read ({error}); use --overwrite"
            ) from error
        if journal.version != VERSION or journal.settings != self.settings.digest():
            raise InputError(
                f"{self._sink.place!r} was begun with other inputs or options; repeat the command as it was, with"
                " --resume added, or start anew with --overwrite"
            )
        return journal

    def _work(self, journal: Journal) -> bool:
        self.counts = journal.counts
        self._sink.begin(journal.sink)
        tracker = Tracker(journal)
        duplicates = self._duplicates(journal)
        pool = None
        try:
            self._commit(tracker, duplicates)  # a kill from now on leaves something that can be gone on with
            pool = self._pool()
            self._through(pool, tracker, duplicates)
            self._commit(tracker, duplicates)
            if not self._stopped:
                self._sink.finish()
                self._commit(tracker, duplicates, finished=True)
                self.finished = True
            return self.finished
        finally:
            if pool is not None:
                pool.close()
            if duplicates is not None:
                duplicates.close(forget=self.finished)

    def _through(self, pool: Inline | Workers, tracker: Tracker, duplicates: Index | None) -> None:
        """All pages, each written when it is done."""
        ordered = self.settings.ordered or duplicates is not None
        due = time.monotonic() + self._sink.every
        for done in flow(pool, self._pages(tracker), ordered=ordered, stopped=lambda: self._stopped):
            self._write(done, duplicates)
            tracker.done(done.key)
            if self._sink.full or time.monotonic() >= due:
                self._commit(tracker, duplicates)
                due = time.monotonic() + self._sink.every
            self._watcher.page(done, self)

    def _pool(self) -> Inline | Workers:
        settings = self.settings
        memory = settings.page_memory and settings.page_memory * _MEGABYTE
        return start(self._cleaning.task(), settings.workers, seconds=settings.page_seconds, memory=memory)

    def _pages(self, tracker: Tracker) -> Iterator[tuple[Position, PageInput]]:
        settings = self.settings
        found = find(
            settings.inputs,
            kind=settings.reading.kind,
            form=settings.form,
            skip=Path(self._sink.place).resolve(),
            fail=self._watcher.fail,
        )
        for container, entry, skip in tracker.inputs(self._measured(found)):
            self._several[container] = entry.form != "page"
            for number, page in enumerate(entry.pages(settings.reading, skip), skip):
                position = tracker.read(container, number)
                if position is not None:
                    yield position, page

    def _measured(self, inputs: Iterable[Input]) -> Iterator[Input]:
        for entry in inputs:
            yield entry
            self._read += entry.size()

    @property
    def bytes_read(self) -> int:
        """Bytes of the inputs that were read, or passed over since an earlier run did their pages."""
        meter = self.settings.reading.meter
        return self._read + (meter.position() if meter is not None else 0)

    def _write(self, done: Finished[Position], duplicates: Index | None) -> None:
        outcome, key = done.outcome, done.key
        row = outcome.row
        if duplicates is not None:
            row = _with_columns(row, *duplicates.add(self.counts.pages, done.id, outcome.sketch or Sketch()))
        several = self._several[key.container]
        self._sink.write(Entry(key.container, key.number, several, done.id, done.url, row, outcome.body))
        self.counts.pages += 1
        self.counts.errors += outcome.error is not None
        self.counts.empty += outcome.error is None and outcome.empty

    def _duplicates(self, journal: Journal) -> Index | None:
        if self.settings.duplicates is None:
            return None
        from cleanpress.pipelines.duplicates import Index

        return Index(Path(self.settings.duplicates), journal.counts.pages)

    def _commit(self, tracker: Tracker, duplicates: Index | None, *, finished: bool = False) -> None:
        if duplicates is not None:
            duplicates.commit()  # first: what it knows too early is forgotten by the next run, not what it missed
        state = self._sink.state()
        first, beyond = tracker.point()
        for container in [c for c in self._several if c < first.container]:
            del self._several[container]
        journal = Journal(VERSION, self.settings.digest(), first, beyond, self.counts, state, finished)
        self._sink.note(msgspec.json.encode(journal))


def _bounded(settings: Settings) -> Cleaning:
    """What is done with pages, with the limits that were set for reading, and no more time than the page has."""
    limits = settings.reading.limits
    seconds = min((s for s in (limits.seconds, settings.page_seconds) if s is not None), default=None)
    return msgspec.structs.replace(settings.cleaning, limits=msgspec.structs.replace(limits, seconds=seconds))


def _with_columns(row: bytes, of: str | None, similarity: float | None, repeated: list[int]) -> bytes:
    """A row with the columns of near-duplicates behind its own."""
    more = msgspec.json.encode({"near_duplicate_of": of, "similarity": similarity, "repeated": repeated})
    return row[:-1] + b"," + more[1:]
