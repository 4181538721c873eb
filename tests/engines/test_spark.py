"""Spark with a master, two workers and their executors, all processes of their own on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleanpress.arrow import Cleaner

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from engines.conftest import OneMachine, Pages

pytestmark = pytest.mark.engines

MASTER = "local-cluster[2,1,768]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.executor.memory": "512m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    pyspark = pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(MASTER)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def rows_of(frame: Any) -> dict[str, dict[str, Any]]:
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows), "a row came twice"
    return by_id


def test_a_table_of_pages_comes_out_as_on_one_machine(
    spark: SparkSession, parquet: Path, one_machine: OneMachine
) -> None:
    from cleanpress.engines.spark import clean

    frame = spark.read.parquet(str(parquet)).repartition(4)
    found = rows_of(clean(frame))
    assert found == one_machine(parquet)
    assert len(found) == 28 and found["page-006"]["error"] and "Müller" in found["page-004"]["text"]


def test_archives_come_out_as_on_one_machine(
    spark: SparkSession, archives: list[Path], damaged: Path, one_machine: OneMachine
) -> None:
    from cleanpress.engines.spark import clean_files

    whole = rows_of(clean_files(spark, map(str, archives)))
    assert whole == one_machine(*archives) and len(whole) == 28
    broken = rows_of(clean_files(spark, [str(damaged)]))
    assert broken == one_machine(damaged) and any("breaks off" in (r["error"] or "") for r in broken.values())


def test_an_executor_is_killed_and_no_row_is_lost(
    spark: SparkSession, parquet: Path, one_machine: OneMachine, once: Path
) -> None:
    from cleanpress.engines.spark import mapper, schema

    kill, clean = executor_killer(once), mapper(Cleaner(isolated=True))

    def deadly(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for number, batch in enumerate(clean(batches)):
            if number == 0:
                kill()
            yield batch

    before = executors()
    found = rows_of(spark.read.parquet(str(parquet)).repartition(4).mapInArrow(deadly, schema()))
    victim = int(once.read_text())
    assert victim in before and victim not in executors()
    assert found == one_machine(parquet)


def test_a_page_that_kills_its_reader_costs_only_itself(
    spark: SparkSession, pages: Pages, one_machine: OneMachine, tmp_path: Path
) -> None:
    from cleanpress.engines.spark import mapper, schema

    good = [{"id": p["id"], "url": p["url"], "html": p["html"].decode()} for p in pages[:4]]
    path = tmp_path / "hostile.parquet"
    pq.write_table(pa.Table.from_pylist([*good[:2], {"id": "bad", "url": None, "html": "SEGFAULT"}, *good[2:]]), path)
    cleaner = Cleaner(isolated=True)
    cleaner._task = msgspec.structs.replace(cleaner._task, job="pipelines.hostile_job:make")
    clean, here = mapper(cleaner), str(ROOT / "tests")

    def hostile(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        sys.path.append(here)  # where the executor's Python finds the job of the test
        yield from clean(batches)

    found = rows_of(spark.read.parquet(str(path)).mapInArrow(hostile, schema()))
    assert "SIGSEGV" in found.pop("bad")["error"]
    want = one_machine(path)
    del want["bad"]
    assert found == want and len(found) == 4


def test_the_example_is_submitted(archives: list[Path], parquet: Path, one_machine: OneMachine, tmp_path: Path) -> None:
    pyspark = pytest.importorskip("pyspark")
    import pyarrow.dataset as ds

    home = Path(pyspark.__file__).parent
    settings = [part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")]
    target = tmp_path / "rows"
    command = [home / "bin" / "spark-submit", "--master", "local[2]", *settings, ROOT / "examples" / "spark_clean.py"]
    env = {**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        [*map(str, command), "--output", str(target), *map(str, archives), str(parquet)],
        check=False, capture_output=True, text=True, timeout=240, env=env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    rows = ds.dataset(target, format="parquet").to_table().to_pylist()
    want = one_machine(*archives)
    assert sorted(r["id"] for r in rows) == sorted([*want, *one_machine(parquet)])
    assert all(row == want[row["id"]] for row in rows if row["id"] in want)


def executor_killer(once: Path) -> Any:
    """A function for a Spark task that kills the executor it runs in, the first time. It travels by value."""
    mark, name = str(once), b"CoarseGrainedExecutorBackend"

    def kill() -> None:
        try:
            handle = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return
        victim = os.getppid()
        while True:
            process = Path(f"/proc/{victim}")
            if name in (process / "cmdline").read_bytes():
                break
            victim = int((process / "stat").read_bytes().rpartition(b")")[2].split()[1])
        os.write(handle, str(victim).encode())
        os.close(handle)
        os.kill(victim, signal.SIGKILL)

    return kill


def executors() -> set[int]:
    """Process ids of all Spark executors on this machine."""
    out = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                out.add(int(folder.name))
        except OSError:  # it ended while we looked
            continue
    return out
