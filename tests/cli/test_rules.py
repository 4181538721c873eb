"""`cleanpress rules`, and --rules of the other commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from cleanpress.cli.rules import rules
from cleanpress.rules.site import places, ruleset

Run = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = DOCS / "how-to" / "contribute-a-site.md"
REFERENCE = DOCS / "reference" / "cli.md"
_FENCE = re.compile(r"^```(\w+) title=\"([^\"]+)\"\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^    (cleanpress .*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the guide, in the current folder, and no user folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    places.package_folders.cache_clear()
    ruleset._default.cache_clear()
    work = tmp_path / "work"
    for _, name, text in _FENCE.findall(HOW_TO.read_text(encoding="utf-8")):
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(work)
    return work / "rules" / "weirgazette.example.toml"


def test_the_guide_works(run: Run, site: Path) -> None:
    commands = _SHELL.findall(HOW_TO.read_text(encoding="utf-8"))
    assert len(commands) >= 5
    for command in commands:
        done = run(*shlex.split(command, comments=True)[1:])
        assert done.exit_code == 0, (command, done.output)
    page = site.parent / site.stem / "bridge.html"
    url = ("--url", "https://weirgazette.example/bridge")
    assert "walk along the weir" in run(page, *url).stdout
    assert "walk along the weir" not in run(page, *url, "--rules", "rules").stdout


def test_explain_says_which_file_spoke(run: Run, site: Path) -> None:
    page = site.parent / site.stem / "bridge.html"
    done = run("explain", page, "--url", "https://weirgazette.example/bridge", "--rules", "rules", "--role", "signup")
    assert "site:weirgazette.example/walks" in done.stdout
    assert "weirgazette.example.toml" in done.stderr


def test_check_tells_file_line_and_key(run: Run, site: Path) -> None:
    site.write_text(site.read_text(encoding="utf-8").replace('role = "signup"', 'role = "sign_up"'), encoding="utf-8")
    done = run("rules", "check", "rules")
    assert done.exit_code == 1
    assert re.search(r"weirgazette\.example\.toml:\d+: rule\[0\]\.role: .*did you mean 'signup'", done.stdout)
    assert run("rules", "test", site).exit_code == 1
    assert run("rules", "fmt", site).exit_code == 1
    assert run("page.html", "--rules", site).exit_code == 2


def test_check_writes_an_index_if_asked(run: Run, site: Path) -> None:
    assert run("rules", "check", "rules", "--index").exit_code == 0
    assert (site.parent / ".hosts.json").is_file()


def test_test_tells_what_fails(run: Run, site: Path) -> None:
    site.write_text(site.read_text(encoding="utf-8").replace(".weir-walks", ".weir"), encoding="utf-8")
    done = run("rules", "test", "weirgazette.example", "--rules", "rules")
    assert done.exit_code == 1
    assert "walks: never fires" in done.stdout
    assert "FAILED" in done.stdout


def test_packaged_files_are_tested_by_name(run: Run) -> None:
    done = run("rules", "test", "ghost")
    assert (done.exit_code, done.stdout[:2]) == (0, "ok")


def test_fmt_changes_only_style(run: Run, site: Path) -> None:
    text = site.read_text(encoding="utf-8")
    site.write_text(text.replace(" = ", "=", 3), encoding="utf-8")
    assert run("rules", "fmt", "--check", site).exit_code == 1
    assert run("rules", "fmt", site).exit_code == 0
    assert site.read_text(encoding="utf-8") == text


def test_list(run: Run, site: Path) -> None:
    assert "wordpress" in run("rules", "list").stdout
    for host in ("www.weirgazette.example", "https://weirgazette.example/bridge"):
        out = run("rules", "list", host, "--rules", "rules").stdout
        assert out.split()[:3] == ["weirgazette.example", "site", "given"]
    assert "no file speaks of elsewhere.example" in run("rules", "list", "elsewhere.example").stderr


def test_explain_a_page_of_nobody(run: Run) -> None:
    Path("plain.html").write_text("<p>One line.</p>", encoding="utf-8")
    assert "no file speaks of this page" in run("rules", "explain", "plain.html").stdout
    assert run("rules", "explain", "nowhere.html").exit_code == 1


def test_schema(run: Run) -> None:
    assert '"SiteFile"' in run("rules", "schema").stdout
    assert '"Proof"' in run("rules", "schema", "proof").stdout


def test_nothing_to_do_is_told(run: Run) -> None:
    for command in ("check", "test", "fmt"):
        done = run("rules", command)
        assert done.exit_code == 2
        assert "no site file" in done.stderr
    assert run("rules", "test", "nosuchsite").exit_code == 2


@pytest.mark.parametrize("command", rules.commands.values(), ids=list(rules.commands))
def test_every_option_stands_in_the_reference(command: click.Command) -> None:
    reference = REFERENCE.read_text(encoding="utf-8").partition("## `cleanpress rules`")[2]
    assert f"`cleanpress rules {command.name}" in reference
    options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert {o for o in options if f"`{o}" not in reference} == set()
