"""kill -9 at random moments, and on again: no row is lost, none is doubled, whatever the output."""

from __future__ import annotations

import gzip
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from .conftest import lines

DRIVE = Path(__file__).parent / "drive.py"
OUTPUTS = (
    "out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet", "out.parts", "out.sqlite", "out.duckdb", "out.md",
)  # fmt: skip


def written(out: Path) -> list[dict[str, Any]]:
    """The rows of an output of any kind."""
    if out.suffix == ".md":
        rows = [json.loads(line) for line in (out / "rows.jsonl").read_text().splitlines()]
        assert all((out / row["file"]).read_text().strip() for row in rows)
        return rows
    if out.suffix in {".parquet", ".parts"}:
        parquet = pytest.importorskip("pyarrow.parquet")
        parts = sorted(out.glob("part-*")) if out.is_dir() else [out]
        return [row for part in parts for row in parquet.ParquetFile(part).read().to_pylist()]
    if out.suffix in {".sqlite", ".duckdb"}:
        connect = sqlite3.connect if out.suffix == ".sqlite" else pytest.importorskip("duckdb").connect
        base = connect(str(out))
        found = base.execute("SELECT id, text, roles FROM pages").fetchall()
        base.close()
        return [{"id": i, "text": t, "roles": json.loads(r) if isinstance(r, str) else r} for i, t, r in found]
    data = out.read_bytes()
    if out.suffix == ".gz":
        data = gzip.decompress(data)
    elif out.suffix == ".zst":
        data = pytest.importorskip("zstandard").ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return [json.loads(line) for line in data.splitlines()]


def start(out: Path, inputs: list[Path], *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, DRIVE, out, *inputs, *more])


def interrupted(out: Path, inputs: list[Path], rounds: int, seed: int, *more: str) -> int:
    """Run until all is done, killed so many times on the way; gives how many kills hit a run that was at work."""
    chance = random.Random(seed)
    hits = 0
    for _ in range(rounds):
        process = start(out, inputs, "--resume", "--slowly", *more)
        time.sleep(chance.uniform(0.3, 1.2))
        if process.poll() is None:
            hits += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start(out, inputs, "--resume", *more).wait() == 0
    return hits


def inputs_of(folder: Path, pages: int) -> list[Path]:
    """The pages in several files, one of them packed."""
    every = lines(pages).splitlines(keepends=True)
    third = pages // 3
    parts = [every[:third], every[third : 2 * third], every[2 * third :]]
    paths = [folder / "a.jsonl", folder / "b.jsonl.gz", folder / "c.jsonl"]
    for path, part in zip(paths, parts, strict=True):
        data = "".join(part).encode()
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return paths


def check(out: Path, pages: int) -> None:
    rows = written(out)
    assert sorted(row["id"] for row in rows) == sorted(f"page-{n}" for n in range(pages))


@pytest.mark.parametrize("name", ["out.jsonl.gz"])
def test_two_kills(tmp_path: Path, name: str) -> None:
    inputs = inputs_of(tmp_path, 600)
    interrupted(tmp_path / name, inputs, 2, seed=len(name))
    check(tmp_path / name, 600)


@pytest.mark.slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_twenty_kills(tmp_path: Path, name: str) -> None:
    inputs = inputs_of(tmp_path, 3000)
    hits = interrupted(tmp_path / name, inputs, 20, seed=len(name))
    check(tmp_path / name, 3000)
    assert hits >= 5, "the kills came too late to show anything"


@pytest.mark.slow
def test_near_duplicates_are_the_same_after_kills(tmp_path: Path) -> None:
    inputs = inputs_of(tmp_path, 1000)
    inputs.append(tmp_path / "again.jsonl")
    inputs[-1].write_text(lines(1000).replace('"page-', '"copy-'))
    interrupted(tmp_path / "out.jsonl", inputs, 10, 5, "--duplicates")
    assert start(tmp_path / "whole.jsonl", inputs, "--duplicates").wait() == 0
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    rows = written(tmp_path / "out.jsonl")
    assert all(row["near_duplicate_of"] for row in rows if row["id"].startswith("copy-"))


def test_a_torn_tail_is_cut_off(tmp_path: Path) -> None:
    inputs, out = inputs_of(tmp_path, 30), tmp_path / "out.jsonl"
    process = start(out, inputs)
    process.wait()
    whole = out.read_bytes()
    journal = out.with_name("out.jsonl.journal")
    state = json.loads(journal.read_text())
    cut = whole.index(b"\n", len(whole) // 2) + 1
    done = {json.loads(line)["id"] for line in whole[:cut].splitlines()}
    first = min(set(range(30)) - {int(name.removeprefix("page-")) for name in done})
    if first != len(done):
        pytest.skip("the rows written first are not the first pages")
    out.write_bytes(whole[: cut + 40])
    from cleanpress.pipelines.journal import chained

    chain, name_at = "", first // 10
    for path in inputs[: name_at + 1]:
        chain = chained(chain, str(path))
    state.update(first=[name_at, first % 10, chain], beyond=[], sink={"size": cut}, finished=False)
    state["counts"]["pages"] = len(done)
    journal.write_text(json.dumps(state))
    assert start(out, inputs, "--resume").wait() == 0
    check(out, 30)
