"""Clean web archives or tables of pages with Spark, and write the rows as Parquet.

spark-submit examples/spark_clean.py --output ROWS INPUT...

An INPUT is a WARC, WET or WACZ file, or a Parquet table with the columns html, url and id; all executors must see it.
"""

from __future__ import annotations

import argparse

from pyspark.sql import SparkSession

from cleanpress.arrow import Cleaner
from cleanpress.engines.spark import clean, clean_files


def main() -> None:
    """Clean the inputs that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("--output", required=True, help="folder for the rows")
    parser.add_argument("--blocks", choices=["all", "article", "none"], default="all", help="blocks in each row")
    told = parser.parse_args()
    spark = SparkSession.builder.appName("cleanpress").getOrCreate()
    cleaner = Cleaner(isolated=True, blocks=told.blocks)
    tables = [name for name in told.inputs if name.endswith(".parquet")]
    archives = [name for name in told.inputs if name not in tables]
    parts = [clean(spark.read.parquet(*tables), cleaner)] if tables else []
    if archives:
        parts.append(clean_files(spark, archives, cleaner))
    rows = parts[0] if len(parts) == 1 else parts[0].union(parts[1])
    rows.write.mode("errorifexists").parquet(told.output)
    spark.stop()


if __name__ == "__main__":
    main()
