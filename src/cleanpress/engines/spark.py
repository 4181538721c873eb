"""Spark: pages in a DataFrame, or in archives that the executors read, through `mapInArrow`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cleanpress.arrow import Cleaner
from cleanpress.pipelines.work import need

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {"string": "string", "int64": "bigint", "bool": "boolean", "double": "double"}

Batches = Iterator["pa.RecordBatch"]


def clean(pages: DataFrame, cleaner: Cleaner | None = None) -> DataFrame:
    """A row for each row of a DataFrame of pages.

    Args:
        pages: Has a column "html" (binary or string) or "text", and may have "url", "id" and "charset".
        cleaner: Names the columns and sets the rest; None for `Cleaner(isolated=True)`.
    """
    return pages.mapInArrow(mapper(cleaner), schema())


def clean_files(spark: SparkSession, names: Iterable[str], cleaner: Cleaner | None = None) -> DataFrame:
    """A row for each page of archives and other files; each file is one task, read as it comes.

    Args:
        spark: The session.
        names: WARC, WET, WACZ, JSON lines or Parquet: paths that every executor sees, or addresses that begin with
            https://, s3://, gs:// or hdfs://.
        cleaner: None for `Cleaner(isolated=True)`.
    """
    told = [(name,) for name in names]
    paths = spark.sparkContext.parallelize(told, max(1, len(told))).toDF("path string")
    return paths.mapInArrow(file_mapper(cleaner), schema())


def mapper(cleaner: Cleaner | None = None) -> Callable[[Batches], Batches]:
    """The function for `DataFrame.mapInArrow(mapper(...), schema())`."""
    chosen = cleaner or Cleaner(isolated=True)

    def clean_partition(batches: Batches) -> Batches:
        with chosen:
            yield from chosen.batches(batches)

    return clean_partition


def file_mapper(cleaner: Cleaner | None = None) -> Callable[[Batches], Batches]:
    """The same for a DataFrame with a column "path" of files."""
    chosen = cleaner or Cleaner(isolated=True)

    def clean_partition(batches: Batches) -> Batches:
        with chosen:
            yield from chosen.files(name for batch in batches for name in batch.column("path").to_pylist())

    return clean_partition


def schema() -> str:
    """The columns of the rows, as Spark writes them."""
    from cleanpress.arrow import row_schema

    return ", ".join(f"{field.name} {_ddl(field.type)}" for field in row_schema())


def _ddl(kind: Any) -> str:
    types = need("pyarrow", "spark").types
    if types.is_list(kind):
        return f"array<{_ddl(kind.value_type)}>"
    if types.is_struct(kind):
        return f"struct<{', '.join(f'`{f.name}`: {_ddl(f.type)}' for f in kind)}>"
    return _TYPES[str(kind)]
