"""Runs from JSON lines into an output, as a process for tests to kill: drive.py OUT INPUT... [--resume]."""

from __future__ import annotations

import sys
from pathlib import Path

from cleanpress.cli.run import _sink
from cleanpress.pipelines.run import Run, Settings
from cleanpress.pipelines.work import Cleaning


class Silent:
    """Nobody is told."""

    def fail(self, name: str, message: str) -> None:
        raise AssertionError(f"{name}: {message}")

    def page(self, done: object, run: object) -> None:
        pass


if __name__ == "__main__":
    out, *inputs = [a for a in sys.argv[1:] if not a.startswith("--")]
    duplicates = "--duplicates" in sys.argv
    into = "markdown" if out.endswith(".md") else "parquet" if out.endswith(".parts") else None
    sink = _sink(out + "/" if into else out, into, duplicates=duplicates)  # type: ignore[arg-type]
    sink.every = 0.2
    settings = Settings(
        tuple(inputs),
        cleaning=Cleaning(body="markdown" if into == "markdown" else None, sketch=duplicates),
        workers=2,
        duplicates=f"{out}.seen" if duplicates else None,
    )
    Path(out).parent.mkdir(exist_ok=True)
    Run(settings, sink, Silent())(resume="--resume" in sys.argv)
