"""JSON lines, one record a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import msgspec

from cleanpress.pipelines.inputs.common import Reading, opened, record_page
from cleanpress.pipelines.rows import PageInput

_STEP = 1 << 20
_ROOM = 6  # a byte of a page takes at most so many in JSON (\u00e9)


def pages(name: str, reading: Reading, skip: int) -> Iterator[PageInput | None]:
    """The pages of a file of JSON lines; empty lines are none."""
    most = reading.limits.max_bytes * _ROOM
    with opened(name, reading) as file:
        for number, line in enumerate(_lines(file, most)):
            yield _page(name, number, line, most, reading) if number >= skip else None


def _lines(file: IO[bytes], most: int) -> Iterator[bytes]:
    """The lines that are not empty; of one that is too long the beginning, one byte more than `most`."""
    while line := file.readline(most + 1):
        if len(line) > most:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(_STEP)
        elif not line.strip():
            continue
        yield line


def _page(name: str, number: int, line: bytes, most: int, reading: Reading) -> PageInput:
    if len(line) > most:
        return PageInput(f"{name}#{number}", error=f"the line is longer than {most} bytes (Limits.max_bytes)")
    try:
        record: Any = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return PageInput(f"{name}#{number}", error=f"no JSON: {error}")
    except RecursionError:
        return PageInput(f"{name}#{number}", error="JSON nested too deeply")
    if not isinstance(record, dict):
        return PageInput(f"{name}#{number}", error="the line is no JSON object")
    return record_page(name, number, record, reading)
