"""datatrove's local executor on web archives."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from engines.conftest import OneMachine, Pages

pytestmark = pytest.mark.engines
pytest.importorskip("datatrove")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import WarcReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

from cleanpress import InputError  # noqa: E402
from cleanpress.engines.datatrove import FIELDS, Cleanpress  # noqa: E402


def clean(archives: list[Path], tmp_path: Path, step: Cleanpress) -> list[dict[str, Any]]:
    steps = [WarcReader(str(archives[0].parent)), step, JsonlWriter(str(tmp_path / "rows"))]
    LocalPipelineExecutor(steps, tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()
    files = sorted((tmp_path / "rows").glob("*.jsonl.gz"))
    return [json.loads(line) for file in files for line in gzip.open(file, "rt", encoding="utf-8")]


def test_an_archive_in_the_local_executor(archives: list[Path], one_machine: OneMachine, tmp_path: Path) -> None:
    found = clean(archives, tmp_path, Cleanpress(fields=(*FIELDS, "roles")))
    want = {row["url"]: row for row in one_machine(*archives).values() if row["text"]}
    assert sorted(row["metadata"]["url"] for row in found) == sorted(want)
    for row in found:
        if int(row["id"][-4:-1]) % 9 == 4:
            continue  # not UTF-8: the reader guesses, and does not ask the header
        one = want[row["metadata"]["url"]]
        assert row["text"] == one["text"]
        assert {name: row["metadata"].get(name) for name in (*FIELDS, "roles")} == {
            name: one[name] for name in (*FIELDS, "roles")
        }
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())[1]["stats"]
    assert stats["forwarded"] == len(want) and stats["clean_error"] >= 1


def test_failed_pages_go_on_if_told(archives: list[Path], pages: Pages, tmp_path: Path) -> None:
    found = {row["id"]: row for row in clean(archives, tmp_path, Cleanpress(keep_failed=True))}
    paper = found["<urn:page-006>"]
    assert not paper.get("text") and "PDF" in paper["metadata"]["error"]
    assert "text" not in found["<urn:page-011>"] and found["<urn:page-011>"]["metadata"]["error"] is None
    assert len(found) >= len(pages) - 1  # the reader may leave out the page without a byte


class Hostile(Cleanpress):
    def _row(self, html: str, url: str | None) -> dict[str, Any]:
        if "crash" in html:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "sleep" in html:
            time.sleep(60)
        return super()._row(html, url)


def test_a_page_that_kills_its_process_or_never_ends_costs_only_itself(pages: Pages) -> None:
    good = pages[0]["html"].decode()
    texts = [good, "<p>crash", good, "<p>sleep", good]
    step = Hostile(keep_failed=True, timeout=5)
    out = list(step.run(Document(text, str(n), metadata={}) for n, text in enumerate(texts)))
    assert [bool(doc.text) for doc in out] == [True, False, True, False, True]
    assert "died" in out[1].metadata["error"] and "longer than 5 s" in out[3].metadata["error"]
    assert out[4].metadata["headline"] == "The ferry, part 0"
    assert len(list(Hostile(timeout=5).run(iter([Document(good, "0"), Document("<p>crash", "1")])))) == 1


def test_extract_is_that_of_any_extractor(pages: Pages) -> None:
    step = Cleanpress()
    assert "Hester Quill" in step.extract(pages[0]["html"].decode())
    with pytest.raises(InputError):
        step.extract("")


def test_a_field_that_does_not_exist() -> None:
    with pytest.raises(InputError, match="'titel'"):
        Cleanpress(fields=["titel"])
