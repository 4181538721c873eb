"""Near-duplicates across a run: columns that say so, by MinHash; nothing is deleted.

A page is compared with the pages before it in the order of the input, so the columns are the same in every run,
whatever the number of workers. What was seen stands in a file beside the output, not in memory, and goes on with a
resumed run.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from pathlib import Path
from struct import unpack_from

import msgspec
import regex

from cleanpress.pipelines.rows import Row
from cleanpress.pipelines.work import Sketch, need

_VALUES = 128
_BANDS = 16  # of 8 values: half of the pairs with a similarity of 0.7 meet in a band, 94 % of those with 0.8
_SEED = 20
_SHINGLE = 5  # words
_SHORTEST = 40  # characters of a block; shorter ones recur without being copies
_LEAST = 20  # words of a text; shorter ones say too little
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{M}\p{N}]+")

SIMILAR = 0.8
"""Estimated share of common runs of words (Jaccard) from which two texts count as near-duplicates."""


class Seen(Row, kw_only=True):
    """A row with the columns of near-duplicates.

    Attributes:
        near_duplicate_of: Id of the first page of the run with nearly the same text, or None.
        similarity: How similar, 0..1 as estimated; None without a near-duplicate.
        repeated: Indexes in `roles` of blocks that stood on a page of the run before.
    """

    near_duplicate_of: str | None = None
    similarity: float | None = None
    repeated: list[int] = msgspec.field(default_factory=list)


def sketch(row: Row) -> Sketch:
    """What a row's near-duplicates are told by.

    Raises:
        InputError: The module rensa is not installed.
    """
    blocks = [(i, _hash(b.text.encode(errors="replace"))) for i, b in enumerate(row.roles) if len(b.text) >= _SHORTEST]
    words = _WORD.findall(row.text.casefold())
    if len(words) < _LEAST:
        return Sketch(blocks=blocks)
    rensa = need("rensa", "duplicates")
    minhash = rensa.RMinHash(num_perm=_VALUES, seed=_SEED)
    minhash.update({" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)})
    values = b"".join(v.to_bytes(4, "little") for v in minhash.digest())
    size = len(values) // _BANDS
    bands = [_hash(bytes([n]) + values[n * size : (n + 1) * size]) for n in range(_BANDS)]
    return Sketch(bands, values, blocks)


def _hash(data: bytes) -> int:
    """63 bits, as a database's whole numbers hold them."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") >> 1


def _similarity(a: bytes, b: bytes) -> float:
    form = f"<{_VALUES}I"
    same: int = sum(x == y for x, y in zip(unpack_from(form, a), unpack_from(form, b), strict=True))
    return same / _VALUES


class Index:
    """The pages seen so far, by what near-duplicates are told by, in an SQLite file.

    Args:
        path: The file; made if it is not there.
        since: Number of pages of the run that count; what the file knows of later ones is forgotten.
    """

    def __init__(self, path: Path, since: int) -> None:
        self._path = path
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE IF NOT EXISTS pages (page INTEGER PRIMARY KEY, id TEXT, sketch BLOB);"
            "CREATE TABLE IF NOT EXISTS bands (band INTEGER, page INTEGER, PRIMARY KEY (band, page)) WITHOUT ROWID;"
            "CREATE TABLE IF NOT EXISTS blocks (block INTEGER PRIMARY KEY, page INTEGER) WITHOUT ROWID;"
        )
        self._base.execute("BEGIN")
        for table in ("pages", "bands", "blocks"):
            self._base.execute(f"DELETE FROM {table} WHERE page >= ?", (since,))  # noqa: S608  # our own names
        self.commit()

    def add(self, page: int, row_id: str, seen: Sketch) -> tuple[str | None, float | None, list[int]]:
        """The columns of a page, which is known from now on.

        Args:
            page: Its number in the run, from 0; pages come in this order.
            row_id: Its id.
            seen: Its sketch.

        Returns:
            The id of the first near-duplicate, its similarity, and the blocks that stood on earlier pages.
        """
        repeated = [i for i, block in seen.blocks if self._known(block, page)]
        found = self._nearest(seen) if seen.bands else None
        if seen.bands and found is None:  # what resembles a page that is known is found through that one
            self._base.execute("INSERT INTO pages VALUES (?, ?, ?)", (page, row_id, seen.values))
            self._base.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((b, page) for b in seen.bands))
        return (*(found or (None, None)), repeated)

    def _known(self, block: int, page: int) -> bool:
        done = self._base.execute("INSERT OR IGNORE INTO blocks VALUES (?, ?)", (block, page)).rowcount
        if done:
            return False
        (first,) = self._base.execute("SELECT page FROM blocks WHERE block = ?", (block,)).fetchone()
        return bool(first < page)

    def _nearest(self, seen: Sketch) -> tuple[str, float] | None:
        marks = ",".join("?" * len(seen.bands))
        query = (
            f"SELECT id, sketch FROM pages WHERE page IN (SELECT page FROM bands WHERE band IN ({marks})) ORDER BY page"  # noqa: S608
        )
        for row_id, values in self._base.execute(query, seen.bands):
            near = _similarity(values, seen.values)
            if near >= SIMILAR:
                return row_id, near
        return None

    def commit(self) -> None:
        """Keep what was added."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def close(self, *, forget: bool = False) -> None:
        """Close the file; what was not committed is forgotten, or everything if that is asked for."""
        self._base.close()
        if forget and str(self._path) != ":memory:":
            self._path.unlink(missing_ok=True)
