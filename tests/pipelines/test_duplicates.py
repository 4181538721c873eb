"""Near-duplicates: found, the first one named, and the same after a run was gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress.pipelines.duplicates import SIMILAR, Index, sketch
from cleanpress.pipelines.rows import RoleSpan, Row

from .conftest import prose

pytest.importorskip("rensa")

LONG = " ".join(prose(n) for n in range(6))


def row(text: str, *blocks: str) -> Row:
    return Row("x", text=text, roles=[RoleSpan("paragraph", b) for b in blocks])


def test_pages_are_compared_with_those_before(tmp_path: Path) -> None:
    index = Index(tmp_path / "seen", 0)
    other = " ".join(prose(n) for n in range(50, 56))
    near = LONG.replace("number 3 ", "number three ")
    footer = "All of this is the work of the keepers of the mole, and of nobody else at all."
    assert index.add(0, "a", sketch(row(LONG, LONG, footer))) == (None, None, [])
    assert index.add(1, "b", sketch(row(other, other, "short", footer))) == (None, None, [2])
    first, similarity, repeated = index.add(2, "c", sketch(row(near, near)))
    assert (first, repeated) == ("a", [])
    assert SIMILAR <= (similarity or 0) < 1
    assert index.add(3, "d", sketch(row(LONG))) == ("a", 1.0, [])
    index.close(forget=True)
    assert not (tmp_path / "seen").exists()


def test_what_was_seen_too_early_is_forgotten(tmp_path: Path) -> None:
    index = Index(tmp_path / "seen", 0)
    index.add(0, "a", sketch(row(prose(1) + prose(2), prose(1))))
    index.commit()
    index.add(1, "b", sketch(row(LONG, LONG)))
    index.commit()
    index.add(2, "c", sketch(row(LONG, LONG)))
    index.close()
    index = Index(tmp_path / "seen", 1)
    assert index.add(1, "b", sketch(row(LONG, LONG, prose(1)))) == (None, None, [1])
    assert index.add(2, "c", sketch(row(LONG, LONG))) == ("b", 1.0, [0])


def test_a_block_twice_on_one_page_is_no_repetition_across_pages(tmp_path: Path) -> None:
    index = Index(tmp_path / "seen", 0)
    assert index.add(0, "a", sketch(row(LONG, LONG, LONG)))[2] == []


def test_short_texts_and_scripts_without_spaces(tmp_path: Path) -> None:
    assert sketch(row("Too short to say.")).bands == []
    chinese = "灯塔的看守人每天晚上都会点亮港口北边的灯，然后把时间写在他的簿子里。" * 3
    assert len(sketch(row(chinese)).bands) == 16
    assert sketch(row(chinese)) == sketch(row(chinese))
