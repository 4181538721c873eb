"""The Arrow schema of rows, for tables and for engines."""

from __future__ import annotations

from typing import Any

from cleanpress.pipelines.work import need


def row_schema(*, duplicates: bool = False) -> Any:
    """The schema of a table of rows, a `pyarrow.Schema`; the columns are the fields of `Row`, in their order.

    Args:
        duplicates: Whether the columns of near-duplicates come last.

    Raises:
        InputError: pyarrow is not installed.
    """
    pa = need("pyarrow", "parquet")
    block = [
        pa.field("role", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
    ]
    fields = [
        pa.field("id", pa.string(), nullable=False),
        pa.field("url", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        pa.field("headline", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("published", pa.string()),
        pa.field("language", pa.string()),
        pa.field("roles", pa.list_(pa.field("item", pa.struct(block), nullable=False)), nullable=False),
        pa.field("access", pa.string()),
        pa.field("truncated", pa.bool_(), nullable=False),
        pa.field("confidence", pa.float64(), nullable=False),
        pa.field("error", pa.string()),
    ]
    if duplicates:
        fields += [
            pa.field("near_duplicate_of", pa.string()),
            pa.field("similarity", pa.float64()),
            pa.field("repeated", pa.list_(pa.field("item", pa.int64(), nullable=False)), nullable=False),
        ]
    return pa.schema(fields)
