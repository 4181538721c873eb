"""`cleanpress run`: what it refuses, what it writes, how it stops."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import BODY, Page, Run, markup

COMMAND = (sys.executable, "-m", "cleanpress.cli", "run")


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_row_for_each_page(run: Run, page: Page, tmp_path: Path) -> None:
    page("in/a.html")
    (tmp_path / "in" / "b.html").write_bytes(b"%PDF-1.4")
    page("in/c.html", title="Another bridge")
    result = run("run", tmp_path / "in", "-o", tmp_path / "out.jsonl", "--ordered", "-j", 2)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "done: 3 pages" in result.stderr
    assert "1 error, 0 without an article" in result.stderr
    first, second, third = rows(tmp_path / "out.jsonl")
    assert str(first["text"]).startswith(BODY[0][:40])
    assert "PDF" in str(second["error"])
    assert third["headline"] == "Another bridge"


def test_the_text_is_that_of_the_command_for_one_file(run: Run, page: Page, tmp_path: Path) -> None:
    path = page()
    run("run", path, "-o", tmp_path / "out.jsonl", "-j", 0, "--keep", "headline")
    assert str(rows(tmp_path / "out.jsonl")[0]["text"]) + "\n" == run(path, "--keep", "headline").stdout


def test_markdown_files_with_their_rows(run: Run, page: Page, tmp_path: Path) -> None:
    page("in/a.html")
    (tmp_path / "in" / "b.html").write_text("<html></html>")
    assert run("run", tmp_path / "in", "-o", tmp_path / "out", "-f", "markdown", "-j", 0).exit_code == 0
    first, second = rows(tmp_path / "out" / "rows.jsonl")
    assert (tmp_path / "out" / str(first["file"])).read_text().startswith("# A bridge")
    assert second["file"] is None
    assert "text" not in first


def test_standard_output(run: Run, page: Page) -> None:
    result = run("run", page(), "-o", "-", "-j", 0, "-q", "--blocks", "none")
    assert json.loads(result.stdout)["roles"] == []
    assert result.stderr == ""


def test_lines_from_standard_input(run: Run, tmp_path: Path) -> None:
    data = json.dumps({"body": markup(), "key": "x"})
    arguments = ("--from", "jsonl", "--field", "html=body", "--field", "id=key")
    result = run("run", "-", "-o", tmp_path / "o.jsonl", "-j", 0, *arguments, stdin=data)
    assert result.exit_code == 0
    assert rows(tmp_path / "o.jsonl")[0]["id"] == "x"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{missing}", "-o", "{out}.jsonl"), "no such file or folder"),
        (("{page}", "-o", "{out}"), "what is"),
        (("{page}", "-o", "{out}/"), "what is"),
        (("{page}", "-o", "-", "--resume"), "--resume needs"),
        (("{page}", "-o", "-", "-f", "parquet"), "cannot go to standard output"),
        (("{page}", "-o", "{out}.jsonl", "--resume", "--overwrite"), "--resume needs"),
        (("{page}", "-o", "{out}.jsonl", "--field", "body=x"), "is not NAME=FIELD"),
        (("{page}",), "--output"),
    ],
)
def test_wrong_use(run: Run, page: Page, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    places = {"missing": tmp_path / "missing.html", "page": page(), "out": tmp_path / "out"}
    result = run("run", *(a.format(**places) for a in arguments))
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_output_is_neither_lost_nor_mixed_up(run: Run, page: Page, tmp_path: Path) -> None:
    path, out = page("in/a.html"), tmp_path / "out.jsonl"
    assert run("run", path, "-o", out, "-j", 0).exit_code == 0
    before = out.read_bytes()
    again = run("run", path, "-o", out, "-j", 0)
    assert (again.exit_code, out.read_bytes()) == (1, before)
    assert "--resume" in again.stderr
    assert run("run", path, "-o", out, "-j", 0, "--resume").exit_code == 0
    assert out.read_bytes() == before
    other = run("run", path, page("b.html"), "-o", out, "-j", 0, "--resume")
    assert (other.exit_code, out.read_bytes()) == (1, before)
    assert "begun with other inputs or options" in other.stderr
    assert run("run", page("b.html"), "-o", out, "-j", 0, "--overwrite").exit_code == 0
    assert [str(row["id"]).endswith("b.html") for row in rows(out)] == [True]


def test_near_duplicates(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("rensa")
    (tmp_path / "in").mkdir()
    texts = [" ".join(BODY), " ".join(BODY), BODY[0] + BODY[1], " ".join(BODY).replace("boy", "girl")]
    for n, text in enumerate(texts):
        (tmp_path / "in" / f"{n}.html").write_text(markup(body=(text, BODY[3])), encoding="utf-8")
    assert run("run", tmp_path / "in", "-o", tmp_path / "o.jsonl", "-j", 2, "--near-duplicates").exit_code == 0
    found = rows(tmp_path / "o.jsonl")
    first = found[0]["id"]
    assert [row["near_duplicate_of"] for row in found] == [None, first, None, first]
    assert found[0]["repeated"] == []
    assert len(found[1]["repeated"]) > len(found[2]["repeated"]) > 0  # type: ignore[arg-type]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "o.jsonl", "o.jsonl.journal"]


MANY = 2500  # pages: more than are done before the signal


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_it_stops_in_order_and_goes_on(page: Page, tmp_path: Path, number: signal.Signals) -> None:
    source, out = tmp_path / "pages.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "html": markup()}) + "\n" for n in range(MANY)))
    command = [*COMMAND, source, "-o", out, "-j", "1", "--resume"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 30
    while not (out.exists() and out.stat().st_size) and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130, told
    assert "stopping; the pages in hand" in told
    assert "stopped; go on with --resume" in told
    stopped = [row["id"] for row in rows(out)]
    assert 0 < len(stopped) < MANY
    shorter = subprocess.run([*command, "-q"], capture_output=True, text=True, check=True, timeout=120)
    assert shorter.stderr == ""
    assert sorted(int(str(row["id"])) for row in rows(out)) == list(range(MANY))


def test_a_full_disk_is_told(run: Run, page: Page) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    result = run("run", page(), "-o", "/dev/full", "-f", "jsonl", "-j", 0, "--overwrite")
    assert result.exit_code == 1
    assert "/dev/full" in result.stderr
