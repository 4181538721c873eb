"""From the command line to the table, on the tiny corpus, with those tools that come with the project."""

from __future__ import annotations

import json

import pytest

from benchmarks.__main__ import main
from benchmarks.layouts import open_corpus
from benchmarks.model import CorpusError
from benchmarks.run import Results, digest

TOOLS = "cleanpress,whole-page"


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    from pathlib import Path

    folder = tmp_path_factory.mktemp("run")
    page = folder / "page.md"
    page.write_text("<!-- benchmarks: overview -->\n<!-- /benchmarks -->\n")
    tiny = Path(__file__).parent / "tiny" / "plain"
    code = main([f"few=plain:{tiny}", "--tools", TOOLS, "--json", str(folder / "f.json"), "--write", str(page)])
    return code, folder / "f.json", page


def test_figures(ran):
    code, file, _ = ran
    rows = Results.from_file(file).rows["few"]
    assert code == 0
    whole, clean = rows["whole-page"][""], rows["cleanpress"][""]
    assert whole.recall == 1.0 and whole.snippets.rate == 1.0 and whole.blocks.rate == 1.0
    assert clean.f1 > whole.f1 and clean.blocks.rate < 0.5 and clean.failed == 0
    assert rows["cleanpress"]["article"].pages == 1
    assert clean.parse > 0 and clean.times > 0


def test_the_page_is_written(ran):
    assert "| cleanpress |" in ran[2].read_text()


def test_only_what_has_not_changed_is_reused(ran, tiny):
    former = Results.from_file(ran[1])
    corpus = open_corpus(f"few=plain:{tiny}")
    assert former.reusable(corpus, "whole-page", 1)
    assert former.reusable(corpus, "cleanpress", 1) is None
    assert former.reusable(corpus, "whole-page", 2) is None
    assert former.reusable(corpus, "trafilatura", 1) is None
    corpus.sample(1)
    assert former.reusable(corpus, "whole-page", 1) is None


def test_a_digest_tells_truths_apart(put, tmp_path, html):
    put("a.html", html)
    told = set()
    for text in ("one", "two", "two"):
        put("a.txt", text)
        told.add(digest(open_corpus(f"plain:{tmp_path}")))
    assert len(told) == 2


def test_a_former_file_of_another_kind_is_refused(put):
    with pytest.raises(CorpusError, match="not figures of a former run"):
        Results.from_file(put("f.json", {"rows": 1}))


def test_a_corpus_that_is_not_there_is_told(capsys):
    assert main(["plain:/nowhere/at/all"]) == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["--tools", "unheard"], "unknown tools: unheard"),
        (["--reuse"], "--reuse needs --json"),
        (["--passes", "0"], "--passes"),
    ],
)
def test_bad_options_are_told(arguments, told, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["plain:x", *arguments])
    assert told in capsys.readouterr().err


def test_a_tool_that_is_not_installed_is_left_out(tiny, capsys, monkeypatch, tmp_path):
    from benchmarks import tools

    lost = tools.Tool("lost", "a-package-that-is-nowhere", lambda: None, "")
    monkeypatch.setitem(tools.TOOLS, "lost", lost)
    file = tmp_path / "f.json"
    assert main([f"plain:{tiny}", "--tools", "lost,whole-page", "--limit", "1", "--json", str(file)]) == 1
    said = capsys.readouterr()
    assert "lost left out" in said.err and "| whole-page |" in said.out
    assert list(json.loads(file.read_text())["versions"]) == ["whole-page"]
