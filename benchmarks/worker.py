"""A tool in a process of its own: no tool slows, changes or takes down another, and one that hangs can be ended."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import socket
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import process_time
from typing import Any, Self

import lxml.html
from lxml import etree

from benchmarks.tools import TOOLS, Extract

DEEP = 10_000  # some tools recurse into the page; the default limit fails them on deep ones
CONTEXT = multiprocessing.get_context("spawn")  # a fresh interpreter for each tool
START = 120.0  # seconds that a tool may take to be imported


class ToolError(Exception):
    """A tool cannot be had: it is not installed or its import fails."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool made of a page.

    Args:
        text: The text; "" where it failed.
        seconds: CPU time of the process, the best of the passes.
        parse: The same for lxml's parse of the same bytes.
        error: Why it failed, or "".
    """

    text: str
    seconds: float = 0.0
    parse: float = 0.0
    error: str = ""


class Worker:
    """Runs one tool; use as a context manager.

    Args:
        tool: A name in TOOLS.
        passes: How often each page is done; the shortest time counts.
        patience: Seconds a pass may take before the tool is ended and the page counts as failed.

    Raises:
        ToolError: The tool cannot be imported.
    """

    def __init__(self, tool: str, *, passes: int = 1, patience: float = 60.0) -> None:
        self.tool, self.passes, self.patience = tool, passes, patience
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, data: bytes, url: str | None) -> Answer:
        """Have a page done; whatever goes wrong stands in the answer's `error`."""
        try:
            self._pipe.send((data, url, self.passes))
            if self._pipe.poll(self.patience * self.passes):
                answer: Answer = self._pipe.recv()
                return answer
            error = f"no answer within {self.patience * self.passes:.0f} s"
        except (EOFError, BrokenPipeError, ConnectionResetError):
            error = "the process died"
        self._end()
        self._start()
        return Answer("", error=error)

    def _start(self) -> None:
        self._pipe, other = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=serve, args=(other, self.tool), daemon=True)
        self._process.start()
        other.close()
        try:
            problem = self._pipe.recv() if self._pipe.poll(START) else f"not imported within {START:.0f} s"
        except EOFError:
            problem = "the process died while importing it"
        if problem:
            self._end()
            raise ToolError(f"{self.tool}: {problem}")

    def _end(self) -> None:
        self._pipe.close()
        self._process.join(1.0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def serve(pipe: Connection, tool: str) -> None:
    """The process's main function: say "" when ready, then answer until the pipe is closed."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    socket.socket.connect = _refuse  # type: ignore[method-assign] # a benchmark fetches nothing
    sys.setrecursionlimit(DEEP)
    try:
        extract = TOOLS[tool].load()
    except ImportError as error:
        pipe.send(f"cannot be imported ({error}); `make benchmarks` installs all tools")
        return
    done(extract, b"<html><body><p>A first page, so that what is loaded late is there.</p></body></html>", None, 1)
    gc.freeze()  # what was loaded needs no looking through before every page
    pipe.send("")
    while True:
        try:
            data, url, passes = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        pipe.send(done(extract, data, url, passes))


def done(extract: Extract, data: bytes, url: str | None, passes: int) -> Answer:
    """Text and times of a page."""
    parse, seconds, text = float("inf"), float("inf"), ""
    gc.collect()
    for _ in range(passes):
        start = process_time()
        with suppress(etree.ParserError, ValueError):  # an empty page takes next to no time
            lxml.html.document_fromstring(data)
        middle = process_time()
        parse = min(parse, middle - start)
        try:
            text = extract(data, url)
        except Exception as error:  # noqa: BLE001 # a tool may fail with anything; a failure is a result here
            return Answer("", process_time() - middle, parse, f"{type(error).__name__}: {error}"[:200])
        seconds = min(seconds, process_time() - middle)
    return Answer(text, seconds, parse)


def _refuse(*_: Any) -> None:
    raise OSError("no network in a benchmark")
