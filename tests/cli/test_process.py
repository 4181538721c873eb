"""The command line as a process of its own: start-up, pipes, terminal."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from cleanpress.cli.app import cli
from cleanpress.cli.clean import clean
from cleanpress.cli.explain import explain
from cleanpress.cli.report import Report

from .conftest import BODY, Page, Run

COMMAND = (sys.executable, "-m", "cleanpress.cli")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"


def test_help_imports_nothing_heavy() -> None:
    loaded = "import sys, cleanpress.cli; print(*sys.modules)"
    out = subprocess.run((sys.executable, "-c", loaded), capture_output=True, text=True, check=True).stdout.split()
    assert not {"lxml", "trafilatura", "numpy", "rich", "regex", "ahocorasick", "msgspec"} & set(out)


def test_help_answers_at_once() -> None:
    """In thirty times what Python itself takes to start: a limit in seconds would fail on a busy machine."""

    def took(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - start

    assert min(took(*COMMAND, "--help") for _ in range(5)) < 30 * min(took(sys.executable, "-c", "") for _ in range(5))


def test_a_reader_that_stops_early_is_no_error(page: Page) -> None:
    pages = [str(page(f"{n}.html")) for n in range(60)]
    with subprocess.Popen((*COMMAND, *pages), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("\n\n".join((BODY[0] + " “橋”", *BODY[1:])), encoding="utf-8")
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(filter(None, sys.path))}
    out = subprocess.run((*COMMAND, str(path)), capture_output=True, check=True, env=environment).stdout
    assert "“橋”" in out.decode("utf-8")


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    name = bytes(tmp_path) + b"/missing-\xff.html"
    result = subprocess.run((*COMMAND, name), capture_output=True, check=False)
    assert result.returncode == 1
    assert b"No such file" in result.stderr


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("cleanpress, version ")


def test_help_lists_the_commands(run: Run) -> None:
    out = run("--help").stdout
    assert all(name in out for name in cli.commands)


@pytest.mark.parametrize("command", [clean, explain])
def test_every_option_stands_in_the_reference(command: click.Command) -> None:
    reference = REFERENCE.read_text(encoding="utf-8")
    options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert {o for o in options if f"`{o}" not in reference} == set()


@pytest.mark.parametrize("rich", [True, False])
def test_progress_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rich: bool
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    if not rich:
        for name in ("rich.console", "rich.progress"):
            monkeypatch.setitem(sys.modules, name, None)
    with Report().progress(3, wanted=True) as advance:
        for _ in range(3):
            advance()
    assert capsys.readouterr().out == ""


def test_no_progress_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Report().progress(3, wanted=True) as advance:
        advance()
    assert capsys.readouterr().err == ""
