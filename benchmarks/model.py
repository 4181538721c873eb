"""What a corpus is to the rest of the package, whatever its layout on disk."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Metric = Literal["words", "shingles", "snippets"]


class CorpusError(Exception):
    """A corpus cannot be read: says which file, what is wrong and what was looked for."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What should come out of a page.

    Args:
        readings: The whole text as it should be; several where a corpus leaves something open (a summary, say), of
            which the nearest counts. Empty for a corpus that has only snippets.
        keep: Snippets that have to come out.
        drop: Snippets that must not.
    """

    readings: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a corpus; `group` is its type or country, or "" where the corpus tells none."""

    id: str
    file: Path
    truth: Truth
    url: str | None = None
    group: str = ""

    def html(self) -> bytes:
        """The page's bytes, unpacked.

        Raises:
            CorpusError: The file is packed and broken.
        """
        raw = self.file.read_bytes()
        if raw[:2] != b"\x1f\x8b":
            return raw
        try:
            return gzip.decompress(raw)
        except (OSError, EOFError) as error:
            raise CorpusError(f"{self.file}: cannot be unpacked ({error}); fetch it again") from error


@dataclass(slots=True)
class Corpus:
    """Pages with their truth; `set_aside` names the pages that had to be left out, each with the reason.

    `whole` is the number of pages before a sample was taken, 0 if none was.
    `boilerplate` remembers what `benchmarks.leaks` found around the articles, by the page's id: it is the same for
    every tool.
    """

    name: str
    kind: str
    metric: Metric
    pages: list[Page]
    set_aside: list[str] = field(default_factory=list)
    whole: int = 0
    boilerplate: dict[str, list[list[str]]] = field(default_factory=dict)

    def sample(self, limit: int) -> None:
        """Keep `limit` pages, evenly spread over the corpus; 0 keeps all."""
        self.whole = len(self.pages)
        if 0 < limit < len(self.pages):
            self.pages = [self.pages[i * len(self.pages) // limit] for i in range(limit)]
