"""Measure `cleanpress run` on pages of your own: speed beside trafilatura, two workers against one, memory.

    python tools/run_bench.py FOLDER [--pages 1464] [--workers 2] [--memory]

FOLDER holds HTML files (.html, .htm, also .gz). They are put into a WARC, which both extractors read through the same
pool with the same number of processes; each figure is the best of the rounds, which alternate.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from cleanpress.pipelines.flow import flow
from cleanpress.pipelines.inputs.common import Reading
from cleanpress.pipelines.inputs.find import Input
from cleanpress.pipelines.outputs.lines import Lines
from cleanpress.pipelines.pool import Workers
from cleanpress.pipelines.rows import PageInput
from cleanpress.pipelines.run import Run, Settings
from cleanpress.pipelines.work import Job, Outcome, Task

_MEGABYTE = 1 << 20
_READING = Reading(wrapped=True)  # as the command reads
_DIFFERENT = 250  # pages, again and again, so that each worker meets nearly all of them in either run


def trafilatura_job(_options: dict[str, Any]) -> Job:
    """A job that gives trafilatura's text, as the row's."""
    from trafilatura import extract

    def run(page: PageInput) -> Outcome:
        text = extract(page.data, url=page.url) or ""
        return Outcome(empty=not text, row=msgspec.json.encode({"id": page.id, "url": page.url, "text": text}))

    return run


class Silent:
    """Nobody is told; keeps the time of the first row, since starting up is no part of the speed."""

    def __init__(self) -> None:
        self.first = 0.0

    def fail(self, name: str, message: str) -> None:
        """Whatever cannot be read ends the measurement."""
        raise SystemExit(f"{name}: {message}")

    def page(self, _done: object, _run: object) -> None:
        """A row."""
        self.first = self.first or time.perf_counter()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000_000, help="use only so many")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory", action="store_true", help="peak memory over 1,000 and 20,000 pages instead (slow)")
    options = parser.parse_args()
    paths = sorted(p for p in options.folder.rglob("*") if p.name.endswith((".html", ".htm", ".html.gz", ".htm.gz")))
    if not paths:
        raise SystemExit(f"no pages in {options.folder}")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "pages.warc.gz")
        if options.memory:
            memory(paths, archive, Path(folder))
        else:
            speeds(paths[: options.pages], archive, Path(folder), options.workers, options.rounds)


def write_archive(paths: list[Path], archive: Path, count: int) -> None:
    """A WARC of so many pages, the files again and again."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    with archive.open("wb") as out:
        for number in range(count):
            path = paths[number % len(paths)]
            html = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Target-URI"] = f"https://www.example.org/{number}"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\n\r\n"
            record.set_bytes_content(head.encode() + html)
            plain = io.BytesIO()
            record.write(plain)
            out.write(gzip.compress(plain.getvalue(), 6))  # a member a record, as crawlers write them


class Speed(NamedTuple):
    """Pages a second, from the first row to the last commit, and CPU milliseconds a page of all processes together.

    Where other work is done on the machine, the CPU time is the one to go by.
    """

    pages: float
    cpu: float


def cpu_seconds() -> float:
    """CPU time of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def cleanpress_run(archive: Path, folder: Path, workers: int) -> Speed:
    """The speed of a run into JSON lines."""
    before = cpu_seconds()
    watcher, out = Silent(), folder / "rows.jsonl"
    run = Run(Settings((str(archive),), _READING, workers=workers), Lines(out), watcher)
    run(overwrite=True)
    seconds = time.perf_counter() - watcher.first
    out.unlink()
    return Speed((run.counts.pages - 1) / seconds, (cpu_seconds() - before) * 1e3 / run.counts.pages)


def trafilatura_run(archive: Path, folder: Path, workers: int) -> Speed:
    """The speed of trafilatura in the same pool, its text written in the same way."""
    before = cpu_seconds()
    first, count = 0.0, 0
    task = Task("run_bench:trafilatura_job")
    pages = enumerate(Input(str(archive), "warc", "").pages(_READING))
    with Workers(task, workers, seconds=120) as pool, (folder / "theirs.jsonl").open("wb") as out:
        for done in flow(pool, pages, ordered=False):
            out.write(done.outcome.row + b"\n")
            first = first or time.perf_counter()
            count += 1
        seconds = time.perf_counter() - first
    return Speed((count - 1) / seconds, (cpu_seconds() - before) * 1e3 / count)


def speeds(paths: list[Path], archive: Path, folder: Path, workers: int, rounds: int) -> None:
    """Side by side, then one worker against several."""
    write_archive(paths, archive, len(paths))
    print(f"{len(paths)} pages, {archive.stat().st_size / 1e6:.0f} MB packed, {os.cpu_count()} cores")
    kinds: dict[str, Callable[[], Speed]] = {
        f"cleanpress, {workers} workers": lambda: cleanpress_run(archive, folder, workers),
        f"trafilatura, {workers} workers": lambda: trafilatura_run(archive, folder, workers),
        "cleanpress, 1 worker": lambda: cleanpress_run(archive, folder, 1),
    }
    best = dict.fromkeys(kinds, Speed(0.0, float("inf")))
    for _ in range(rounds):
        for name, measure in kinds.items():
            found = measure()
            best[name] = Speed(max(best[name].pages, found.pages), min(best[name].cpu, found.cpu))
    ours, theirs, single = best.values()
    for name, (pages, cpu) in best.items():
        print(f"{name:<26}{pages:9.1f} pages/s {cpu:9.1f} ms of CPU a page")
    print(f"against trafilatura       {ours.pages / theirs.pages:9.2f} times; by CPU {theirs.cpu / ours.cpu:.2f} times")
    print(f"{workers} workers against 1      {ours.pages / single.pages:9.2f} times")
    print(f"a billion pages           {ours.cpu * 1e6 / 3600:9,.0f} core-hours by CPU time")


def memory(paths: list[Path], archive: Path, folder: Path) -> None:
    """Highest resident memory of a worker and of the process that feeds it, over few and many pages."""
    peaks = {}
    write_archive(paths[:_DIFFERENT], archive, 1_000)
    thousand = archive.read_bytes()
    for count in (1_000, 20_000):
        with archive.open("wb") as file:
            for _ in range(count // 1_000):
                file.write(thousand)  # members of gzip may follow each other
        with _watched() as peak:
            cleanpress_run(archive, folder, 2)
        parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        peaks[count] = max(peak.values())
        print(
            f"{count:6} pages: worker {peaks[count] / _MEGABYTE:.0f} MB, feeder {parent / _MEGABYTE:.0f} MB", flush=True
        )
    print(f"20,000 against 1,000 pages: {peaks[20_000] / peaks[1_000]:.3f} times")


class _watched:  # noqa: N801  # reads as a function
    """The highest resident memory of each child, by its process id (Linux)."""

    def __enter__(self) -> dict[int, int]:
        self.peaks: dict[int, int] = {}
        self.going = True
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self.peaks

    def __exit__(self, *_error: object) -> None:
        self.going = False
        self.thread.join()

    def _watch(self) -> None:
        while self.going:
            for pid in _children():
                try:
                    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
                except OSError:
                    continue
                for line in status.splitlines():
                    if line.startswith("VmHWM:"):
                        self.peaks[int(pid)] = int(line.split()[1]) * 1024
            time.sleep(0.5)


def _children() -> Iterator[str]:
    for task in Path("/proc/self/task").iterdir():
        try:
            yield from (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))  # so that workers find the job by its name
    main()
