"""`cleanpress INPUT...`: what is read, what comes out, what goes wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from .conftest import BODY, Page, Run, markup

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def test_prints_the_text_without_boilerplate(run: Run, page: Page) -> None:
    result = run(page())
    assert result.exit_code == 0
    assert all(text in result.stdout for text in BODY)
    assert "All rights reserved" not in result.stdout
    assert result.stdout.endswith("\n")
    assert not result.stdout.endswith("\n\n")
    assert result.stderr == ""


def test_reads_standard_input(run: Run) -> None:
    result = run("-", stdin=markup())
    assert result.exit_code == 0
    assert BODY[0] in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_markup_of_any_encoding_from_standard_input(run: Run, encoding: str) -> None:
    result = run("-", stdin=markup().replace('<meta charset="utf-8">', "").encode(encoding))
    assert BODY[0] in result.stdout
    assert "<p>" not in result.stdout


def test_a_compressed_page_is_no_text(run: Run) -> None:
    result = run("-", stdin=gzip.compress(markup().encode()))
    assert result.exit_code == 0
    assert BODY[0] in result.stdout


def test_standard_input_without_tags_is_text(run: Run) -> None:
    result = run("-", stdin="\n\n".join(BODY))
    assert result.exit_code == 0
    assert BODY[3] in result.stdout


def test_a_text_file_in_another_encoding_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(
        "\n\n".join((BODY[0] + " Près de l’église, le maire a répété sa réponse.", *BODY[1:])).encode("cp1252")
    )
    result = run(path)
    assert result.exit_code == 0
    assert "répété sa réponse" in result.stdout


def test_a_byte_order_mark_is_no_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(BOM + "\n\n".join(BODY), encoding="utf-8")
    assert BOM not in run(path).stdout


def test_markdown(run: Run, page: Page) -> None:
    result = run(page(), "--format", "markdown")
    assert result.exit_code == 0
    assert BODY[1] in result.stdout


def test_front_matter_stands_on_top_of_markdown(run: Run, page: Page) -> None:
    result = run(page(), "--format", "markdown", "--front-matter")
    assert result.exit_code == 0
    assert result.stdout.startswith("---\n")


def test_html(run: Run, page: Page) -> None:
    result = run(page(), "--format", "html")
    assert result.exit_code == 0
    assert "<p>" in result.stdout


def test_json_is_one_document(run: Run, page: Page) -> None:
    result = run(page(), "--format", "json")
    assert BODY[0] in json.loads(result.stdout)["text"]


def test_jsonl_is_one_line_a_page_with_its_source(run: Run, page: Page) -> None:
    first, second = page("a.html"), page("b.html")
    lines = run(first, second, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == [str(first), str(second)]


def test_keep_brings_the_headline_into_the_text(run: Run, page: Page) -> None:
    path = page(title="A bridge in search of a colour")
    assert "in search of a colour" not in run(path).stdout
    assert "in search of a colour" in run(path, "--keep", "headline,caption").stdout


def test_drop_takes_paragraphs_out_of_the_text(run: Run, page: Page) -> None:
    result = run(page(), "--drop", "paragraph", "--drop", "subhead")
    assert result.exit_code == 0
    assert BODY[0] not in result.stdout


def test_a_role_may_be_written_with_a_hyphen(run: Run, page: Page) -> None:
    assert run(page(), "--keep", "Pull-Quote").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Usage"),
        (("--keep", "captoin"), "did you mean 'caption'?"),
        (("--keep", "zzz"), "the roles are headline"),
        (("--keep", "caption", "--drop", "caption"), "both kept and dropped: caption"),
        (("--front-matter",), "--format markdown"),
        (("--format", "pdf"), "pdf"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_wrong_use_exits_2(run: Run, page: Page, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, *([page()] if arguments else []))
    assert result.exit_code == 2
    assert message in result.stderr


def test_one_address_does_not_fit_two_pages(run: Run, page: Page) -> None:
    result = run(page("a.html"), page("b.html"), "--url", "https://news.example/a")
    assert result.exit_code == 2


@pytest.mark.parametrize("style", ["html", "json"])
def test_several_pages_make_no_single_document(run: Run, page: Page, style: str) -> None:
    result = run(page("a.html"), page("b.html"), "--format", style)
    assert result.exit_code == 2
    assert "jsonl" in result.stderr


def test_a_missing_file_does_not_stop_the_rest(run: Run, page: Page, tmp_path: Path) -> None:
    missing = tmp_path / "missing.html"
    result = run(missing, page())
    assert result.exit_code == 1
    assert f"cleanpress: {missing}: No such file or directory\n" in result.stderr
    assert BODY[0] in result.stdout


def test_a_page_without_an_article_is_told_unless_quiet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body></body></html>")
    assert run(path).stderr == f"cleanpress: {path}: no article found\n"
    result = run(path, "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_an_address_is_fetched(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("trafilatura.downloads.fetch_url", lambda _address: markup())
    result = run("https://news.example/town/the-bridge.html?page=1", "-o", f"{tmp_path}/out/")
    assert result.exit_code == 0
    assert BODY[0] in (tmp_path / "out" / "the-bridge.txt").read_text(encoding="utf-8")


def test_an_address_that_gives_nothing_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.downloads.fetch_url", lambda _address: None)
    result = run("https://news.example/gone")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanpress: https://news.example/gone: could not be fetched")
