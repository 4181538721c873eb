"""A knowledge file that is wrong is refused with its name, the key and the line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from cleanpress.errors import CleanpressError, RuleError
from cleanpress.rules.schema import COMPILED, Cues, Lexicon, knowledge, line_of, load

GOOD = """\
language = "xx"
name = "Invented"

[[phrase]]
cue = "share.action"
text = "share this"
fires = "Share this"
spares = "Shares fell."

[[phrase]]
cue = "teaser.label"
text = "more on this"
fires = "More on this"
spares = "There is more."
where = "start"
max_words = 4
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "xx.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_load(tmp_path: Path) -> None:
    lexicon = load(write(tmp_path, GOOD), Lexicon)
    assert lexicon.language == "xx"
    assert [(p.text, p.where, p.max_words) for p in lexicon.phrase] == [
        ("share this", "any", None),
        ("more on this", "start", 4),
    ]


@pytest.mark.parametrize(
    "old, new, key, line, message",
    [
        ('where = "start"', 'wherre = "start"', "phrase", 15, "wherre"),
        ('where = "start"', 'where = "middle"', "where", 15, "middle"),
        ("max_words = 4", 'max_words = "4"', "max_words", 16, "int"),
        ('name = "Invented"\n', "", None, None, "name"),
        ('name = "Invented"', "name = 7", "name", 2, "str"),
        ('name = "Invented"', 'name = "Inv', None, 2, ""),
        ('language = "xx"', 'language = "xx"\nextra = 1', None, 2, "extra"),
    ],
)
def test_what_is_wrong_is_told(
    tmp_path: Path, old: str, new: str, key: str | None, line: int | None, message: str
) -> None:
    file = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RuleError) as caught:
        load(file, Lexicon)
    assert caught.value.file == str(file)
    assert caught.value.line == line
    assert message in caught.value.message
    assert key is None or key in (caught.value.key or "")
    assert str(file) in str(caught.value)
    assert isinstance(caught.value, CleanpressError)


def test_line_of_an_unknown_table_is_unknown() -> None:
    assert line_of(GOOD, "Expected `str`", "nothing") is None


def test_packaged_files_are_found_and_fit() -> None:
    assert load(knowledge("cues.toml"), Cues).cue
    assert load(knowledge("lexicons", "en.toml"), Lexicon).language == "en"


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str


def compiled(file: Path, of: bytes, data: object) -> None:
    twin = {"of": hashlib.sha256(of).hexdigest(), "data": data}
    file.with_suffix(COMPILED).write_text(json.dumps(twin), encoding="utf-8")


def test_a_compiled_twin_is_taken_for_the_text_that_it_was_made_of(tmp_path: Path) -> None:
    file = tmp_path / "page.toml"
    file.write_text('name = "plain"')
    compiled(file, file.read_bytes(), {"name": "twin"})
    assert load(file, Page).name == "twin"
    file.write_text('name = "changed"')
    assert load(file, Page).name == "changed"


@pytest.mark.parametrize("data", [{"name": 3}, {"nome": "x"}, []])
def test_a_compiled_twin_that_does_not_fit_is_passed_over(tmp_path: Path, data: object) -> None:
    file = tmp_path / "page.toml"
    file.write_text('name = "plain"')
    compiled(file, file.read_bytes(), data)
    assert load(file, Page).name == "plain"
    file.with_suffix(COMPILED).write_text("{")
    assert load(file, Page).name == "plain"
