"""Ray Data: classes for `Dataset.map_batches`, one actor each, that may die without a row lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleanpress.arrow import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa


class CleanPages:
    """A row for each row of a dataset of pages.

    `dataset.map_batches(CleanPages, batch_format="pyarrow", batch_size=64, compute=ActorPoolStrategy(size=4))`

    Args:
        cleaner: Names the columns and sets the rest (`fn_constructor_args`); None for `Cleaner(isolated=True)`.
    """

    def __init__(self, cleaner: Cleaner | None = None) -> None:
        self._cleaner = cleaner or Cleaner(isolated=True)

    def __call__(self, pages: pa.Table) -> pa.Table:
        """The rows of a batch."""
        import pyarrow as pa

        return pa.Table.from_batches([self._cleaner.batch(pages)])


class CleanFiles:
    """A row for each page of files that stand in a dataset's column "path"; an actor reads a file as it comes.

    `from_items([{"path": p} for p in paths]).map_batches(CleanFiles, batch_format="pyarrow", batch_size=1, ...)`

    Args:
        cleaner: None for `Cleaner(isolated=True)`.
    """

    def __init__(self, cleaner: Cleaner | None = None) -> None:
        self._cleaner = cleaner or Cleaner(isolated=True)

    def __call__(self, files: pa.Table) -> Iterator[pa.Table]:
        """The rows of the files' pages, some at a time."""
        import pyarrow as pa

        for batch in self._cleaner.files(files.column("path").to_pylist()):
            yield pa.Table.from_batches([batch])
