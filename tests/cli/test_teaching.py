"""`cleanpress rules new`, `learn`, `import` and `cleanpress triage`."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleanpress import Extractor
from cleanpress.cli import cli
from cleanpress.rules.site.read import read_site

from .conftest import BODY, Run

FTR = Path(__file__).parents[1] / "fixtures" / "ftr"
PROMPT = "These pages are made in a small room above the bakery, by people who have read what you have read."


def _page(folder: Path, number: int, host: str = "grainhall.example") -> Path:
    body = "".join(f"<p>{text} {'Again. ' * number}{'On and on. ' * n}</p>" for n in (0, 1, 2) for text in BODY)
    html = (
        f"<html lang=en><head><title>Story {number}</title>"
        f"<meta property='og:url' content='https://{host}/{number}'></head>"
        f"<body><h1>Story {number}</h1><div class=story-text>{body}"
        f"<p class='quiet-line'>{PROMPT}</p></div></body></html>"
    )
    path = folder / f"{number}.html"
    path.write_text(html, encoding="utf-8")
    return path


def test_learn_writes_a_file_that_the_next_page_is_read_with(run: Run, tmp_path: Path) -> None:
    for number in range(1, 5):
        _page(tmp_path, number)
    out = tmp_path / "rules"
    out.mkdir()
    result = run("rules", "learn", *(str(tmp_path / f"{n}.html") for n in (1, 2, 3)), "-o", str(out))
    assert result.exit_code == 0, result.output
    file = read_site(out / "grainhall.example.toml")
    assert any("quiet-line" in (rule.css or "") for rule in file.rule)
    page = (tmp_path / "4.html").read_bytes()
    assert PROMPT in Extractor(site_rules=False).extract(page).text
    assert PROMPT not in Extractor(rules=out / "grainhall.example.toml", site_rules=False).extract(page).text


def test_learn_writes_its_proof_beside_the_file(run: Run, tmp_path: Path) -> None:
    pages = [str(_page(tmp_path, n)) for n in (1, 2, 3)]
    out = tmp_path / "grainhall.example.rules"  # a folder to be made, whatever its name
    result = run("rules", "learn", *pages, "-o", str(out))
    assert result.exit_code == 0, result.output
    home = out / "grainhall.example"
    markup = (home / "learned-1.html").read_text(encoding="utf-8")
    assert "quiet-line" in markup and "Mildred" not in markup
    tested = run("rules", "test", str(out))
    assert tested.exit_code == 0, tested.output
    (home / "learned-7.html").write_text("<p>of an earlier run", encoding="utf-8")
    (home / "by-hand.html").write_text(markup, encoding="utf-8")
    assert run("rules", "learn", *pages, "-o", str(out)).exit_code == 0
    assert not (home / "learned-7.html").exists() and (home / "by-hand.html").exists()


def test_learn_without_proof(run: Run, tmp_path: Path) -> None:
    pages = [str(_page(tmp_path, n)) for n in (1, 2, 3)]
    assert run("rules", "learn", *pages, "-o", str(tmp_path / "a"), "--no-proof").exit_code == 0
    memory = ("--memory", str(tmp_path / "memory"))
    assert run("rules", "learn", *pages, "-o", str(tmp_path / "b"), *memory).exit_code == 0
    assert [p.name for f in "ab" for p in (tmp_path / f).iterdir()] == ["grainhall.example.toml"] * 2
    assert "give -o" in run("rules", "learn", *pages, "--proof").output


def test_learn_remembers_between_runs(run: Run, tmp_path: Path) -> None:
    pages = [str(_page(tmp_path, number)) for number in range(1, 7)]
    memory = tmp_path / "memory"
    at_once = run("rules", "learn", *pages).stdout
    first = run("rules", "learn", *pages[:3], "--memory", str(memory))
    assert first.exit_code == 0, first.output
    assert run("rules", "learn", *pages[3:], "--memory", str(memory)).stdout == at_once


def test_learn_takes_three_pages_of_one_site(run: Run, tmp_path: Path) -> None:
    result = run("rules", "learn", str(_page(tmp_path, 1)), str(_page(tmp_path, 2)))
    assert result.exit_code == 2 and "it takes 3" in result.output
    _page(tmp_path, 3, host="other.example")
    assert "pages of 2 hosts" in run("rules", "learn", str(tmp_path)).output
    (tmp_path / "memory").write_bytes(b"nothing")
    assert "no saved memory" in run("rules", "learn", str(tmp_path), "--memory", str(tmp_path / "memory")).output


def test_new_drafts_a_file_that_stands_its_test(run: Run, tmp_path: Path) -> None:
    page = _page(tmp_path, 1)
    args = (
        "rules",
        "new",
        str(page),
        "--role",
        "promo",
        "--text",
        "These pages are made",
        "-o",
        str(tmp_path / "rules"),
    )
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert "promo: .quiet-line" in result.output and "proven on 1 page" in result.output
    assert run("rules", "test", str(tmp_path / "rules" / "grainhall.example.toml")).exit_code == 0
    again = run(*args)
    assert again.exit_code == 2 and "already" in again.output


def test_new_without_a_wish_shows_what_is_doubtful(run: Run, tmp_path: Path) -> None:
    page = _page(tmp_path, 1)
    result = run("rules", "new", str(page))
    assert result.exit_code == 2
    assert "blocks are doubtful" in result.output and "--role ROLE --text WORDS" in result.output
    assert "needs its --text" in run("rules", "new", str(page), "--role", "promo").output
    assert "no block begins" in run("rules", "new", str(page), "--role", "promo", "--text", "zzz").output
    assert "did you mean" in run("rules", "new", str(page), "--role", "prom", "--text", "These").output


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Input counts as typed at a terminal."""
    module = importlib.import_module("cleanpress.cli.rules.new")  # the package knows the command by this name
    monkeypatch.setattr(module, "at_terminal", lambda: True)


@pytest.mark.usefixtures("at_terminal")
def test_new_asks_at_a_terminal(tmp_path: Path) -> None:
    page, out = _page(tmp_path, 1), tmp_path / "rules"
    typed = ["no such words", "These pages are made", "prom", "promo", "Story 1", "headline", ""]
    args = ["rules", "new", str(page), "-o", str(out), "--no-second-opinion"]
    result = CliRunner().invoke(cli, args, input="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    shown = result.output
    assert "blocks are doubtful" in shown and "no block has these words" in shown
    assert "did you mean 'promo'" in shown, "a role that does not exist is asked for again"
    assert "page 0, block" in shown and "promo: .quiet-line" in shown
    file = read_site(out / "grainhall.example.toml")
    assert [rule.role.value for rule in file.rule] == ["promo", "headline"]


@pytest.mark.usefixtures("at_terminal")
def test_new_asked_for_nothing_writes_nothing(tmp_path: Path) -> None:
    page, out = _page(tmp_path, 1), tmp_path / "rules"
    result = CliRunner().invoke(cli, ["rules", "new", str(page), "-o", str(out)], input="\n")
    assert result.exit_code == 2 and "nothing to write" in result.output
    assert not out.exists()


def test_import_accounts_for_every_line(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "sites"
    result = run("rules", "import", str(FTR), "-o", str(out))
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in out.iterdir()) == ["harbour-courier.example.toml", "lamplight.example.toml"]
    assert "strip_everything: the format has no such key" in result.output
    assert run("rules", "check", str(out)).exit_code == 0
    lines = [json.loads(line) for line in run("rules", "import", str(FTR), "-f", "json").stdout.splitlines()]
    assert {"carried", "dropped", "unknown"} == {line["outcome"] for line in lines}
    assert run("rules", "import", str(tmp_path / "none")).exit_code == 2


def test_triage_puts_what_goes_wrong_first(run: Run, tmp_path: Path) -> None:
    _page(tmp_path, 1)
    (tmp_path / "poor.html").write_text("<div>Words</div><div>More</div>", encoding="utf-8")
    (tmp_path / "broken.html").write_bytes(b"")
    result = run("triage", str(tmp_path), "-f", "json")
    assert result.exit_code == 1 and "broken.html" in result.stderr
    found = json.loads(result.stdout)
    assert [Path(page["name"]).name for page in found["pages"]] == ["poor.html", "1.html"]
    assert {host["host"] for host in found["hosts"]} == {"", "grainhall.example"}
    table = run("triage", str(tmp_path / "1.html"), "--no-second-opinion")
    assert table.exit_code == 0 and "grainhall.example" in table.stdout
