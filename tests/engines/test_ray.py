"""Ray on this machine, with actors that are processes of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cleanpress.arrow import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa

    from engines.conftest import OneMachine

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    patch = pytest.MonkeyPatch()
    patch.setenv("RAY_AUTH_MODE", "disabled")
    patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    patch.setenv("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=4, include_dashboard=False, object_store_memory=200_000_000, log_to_driver=False)
    yield ray
    ray.shutdown()
    patch.undo()


def rows_of(dataset: Any) -> dict[str, dict[str, Any]]:
    rows = [row for batch in dataset.iter_batches(batch_format="pyarrow") for row in batch.to_pylist()]
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows), "a row came twice"
    return by_id


def test_a_table_of_pages_comes_out_as_on_one_machine(ray: Any, parquet: Path, one_machine: OneMachine) -> None:
    from cleanpress.engines.ray import CleanPages

    out = ray.data.read_parquet(str(parquet)).map_batches(
        CleanPages, batch_format="pyarrow", batch_size=5, compute=ray.data.ActorPoolStrategy(size=2)
    )
    found = rows_of(out)
    assert found == one_machine(parquet) and len(found) == 28


def test_an_actor_is_killed_and_no_row_is_lost(ray: Any, parquet: Path, one_machine: OneMachine, once: Path) -> None:
    from cleanpress.engines.ray import CleanPages

    mark = once

    class Deadly(CleanPages):
        def __call__(self, pages: pa.Table) -> pa.Table:
            rows = super().__call__(pages)
            if not mark.exists():
                mark.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)
            return rows

    out = ray.data.read_parquet(str(parquet)).map_batches(
        Deadly, batch_format="pyarrow", batch_size=5, compute=ray.data.ActorPoolStrategy(size=2)
    )
    found = rows_of(out)
    assert not Path(f"/proc/{once.read_text()}").exists()
    assert found == one_machine(parquet)


def test_archives_come_out_as_on_one_machine(ray: Any, archives: list[Path], one_machine: OneMachine) -> None:
    from cleanpress.engines.ray import CleanFiles

    files = ray.data.from_items([{"path": str(path)} for path in archives])
    out = files.map_batches(
        CleanFiles,
        fn_constructor_args=(Cleaner(isolated=True),),
        batch_format="pyarrow",
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=2),
    )
    assert rows_of(out) == one_machine(*archives)
