"""`-o`: files and folders, names, and what is on disk when something goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanpress.cli.targets import whole

from .conftest import BODY, Page, Run


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_one_input_goes_to_one_file(run: Run, page: Page, tmp_path: Path) -> None:
    result = run(page(), "-o", tmp_path / "story.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert BODY[0] in (tmp_path / "story.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("style", "suffix"), [("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json"), ("jsonl", "jsonl")]
)
def test_a_folder_keeps_names_and_changes_suffixes(
    run: Run, page: Page, tmp_path: Path, style: str, suffix: str
) -> None:
    run(page("a.html"), page("b.xhtml"), "-f", style, "-o", f"{tmp_path}/out/")
    assert names(tmp_path / "out") == [f"a.{suffix}", f"b.{suffix}"]


def test_a_folder_is_searched_and_its_shape_kept(run: Run, page: Page, tmp_path: Path) -> None:
    page("in/a.html")
    page("in/deep/er/a.HTM")
    page("in/notes.txt")
    result = run(tmp_path / "in", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert names(tmp_path / "out") == ["a.txt", "deep/er/a.txt"]


def test_a_folder_of_texts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_text("\n\n".join(BODY))
    (tmp_path / "in" / "page.html").write_text("<p>not this one</p>")
    run(tmp_path / "in", "--input", "text", "-o", tmp_path / "out")
    assert names(tmp_path / "out") == ["story.txt"]


def test_an_empty_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "no files named *.htm, *.html, *.xhtml" in result.stderr


def test_clashing_names_lose_nothing(run: Run, page: Page, tmp_path: Path) -> None:
    pages = [page("a/x.html"), page("b/x.html"), page("b/X.htm"), page("c/x-2.html")]
    assert run(*pages, "-o", tmp_path / "out").exit_code == 0
    assert names(tmp_path / "out") == ["X-3.txt", "x-2-2.txt", "x-2.txt", "x.txt"]


def test_a_file_named_twice_is_read_once(run: Run, page: Page, tmp_path: Path) -> None:
    run(page("in/a.html"), tmp_path / "in", "-o", tmp_path / "out")
    assert names(tmp_path / "out") == ["a.txt"]


def test_the_output_folder_is_not_searched(run: Run, page: Page, tmp_path: Path) -> None:
    page("a.html")
    for _ in range(2):
        assert run(tmp_path, "-f", "html", "-o", tmp_path / "out").exit_code == 0
    assert names(tmp_path / "out") == ["a.html"]


@pytest.mark.parametrize("output", ["{0}/", "{0}/a.html"])
def test_an_input_is_never_written_over(run: Run, page: Page, tmp_path: Path, output: str) -> None:
    path = page("a.html")
    before = path.read_bytes()
    result = run(path, "-f", "html", "-o", output.format(tmp_path))
    assert result.exit_code == 2
    assert "is an input" in result.stderr
    assert path.read_bytes() == before


def test_several_inputs_do_not_go_to_one_file(run: Run, page: Page, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    result = run(page("a.html"), page("b.html"), "-o", tmp_path / "taken")
    assert result.exit_code == 2
    assert (tmp_path / "taken").read_text() == "mine"


def test_jsonl_gathers_all_pages_in_one_file(run: Run, page: Page, tmp_path: Path) -> None:
    result = run(page("a.html"), page("b.html"), tmp_path / "c.html", "-f", "jsonl", "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 1
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Path(json.loads(line)["source"]).name for line in lines] == ["a.html", "b.html"]


def test_names_beyond_ascii(run: Run, page: Page, tmp_path: Path) -> None:
    result = run(page("Brücke über den Fluß 橋.html"), "-o", f"{tmp_path}/aus/")
    assert result.exit_code == 0
    assert names(tmp_path / "aus") == ["Brücke über den Fluß 橋.txt"]


def test_a_failed_input_leaves_no_file(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "missing.html", "-o", tmp_path / "out.txt").exit_code == 1
    assert names(tmp_path) == []


def test_a_draft_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("old")

    def broken() -> None:
        with whole(path) as file:
            file.write(b"half of the n")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        broken()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["story.txt"]


def test_a_folder_that_cannot_be_written_is_reported(run: Run, page: Page, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run(page(), "-o", tmp_path / "file" / "out.txt")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanpress: ")
