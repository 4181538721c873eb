"""Runs from JSON lines into an output, as a process for tests to kill: drive.py OUT INPUT... [--resume] [--slowly]."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from cleanpress.cli.run import sink_for
from cleanpress.pipelines.outputs.sink import Sink
from cleanpress.pipelines.run import Run, Settings
from cleanpress.pipelines.work import Cleaning


class Silent:
    """Nobody is told; but each page may take a pause, so that a kill meets a run at work on any machine."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause

    def fail(self, name: str, message: str) -> None:
        raise AssertionError(f"{name}: {message}")

    def page(self, done: object, run: object) -> None:
        time.sleep(self.pause)


def sink_of(out: str, inputs: list[str], *, duplicates: bool) -> tuple[Settings, Sink]:
    """Settings and output for a path: by its suffix, where .parts is a folder of Parquet and .md one of Markdown."""
    into = "markdown" if out.endswith(".md") else "parquet" if out.endswith(".parts") else None
    sink = sink_for(out + "/" if into else out, into, duplicates=duplicates)  # type: ignore[arg-type]
    cleaning = Cleaning(body="markdown" if into == "markdown" else None, sketch=duplicates)
    seen = f"{out}.seen" if duplicates else None
    return Settings(tuple(inputs), cleaning=cleaning, workers=2, duplicates=seen), sink


if __name__ == "__main__":
    target, *names = [a for a in sys.argv[1:] if not a.startswith("--")]
    settings, output = sink_of(target, names, duplicates="--duplicates" in sys.argv)
    output.every = 0.2
    Path(target).parent.mkdir(exist_ok=True)
    Run(settings, output, Silent(0.002 if "--slowly" in sys.argv else 0))(resume="--resume" in sys.argv)
