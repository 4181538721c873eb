"""Composed pages get their roles: a small draw in the core run, the full one among the slow tests."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cleanpress.rules.schema import Lexicon, knowledge, load
from tests.compose.floors import FULL, LEXICONS, SMALL, lost
from tests.compose.pages import POSITIONS, plan
from tests.compose.parts import languages, parts
from tests.compose.templates import NAMINGS, SHAPES, Composed, as_html, as_text
from tests.compose.truth import PROMPTS, Result, accuracy, pages, read, split, sure

HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
FIT_PARTS = tomllib.loads((HERE.parents[1] / "tools/fit/parts.toml").read_text(encoding="utf-8"))
STRANGE = tuple(code for code in languages() if code not in LEXICONS)
FORMS = ("html", "text")


@cache
def _results(count: int) -> dict[str, list[Result]]:
    """The results of so many pages by form, read once."""
    every = [result for page in pages(languages(), count) for result in read(page)]
    return split(every, lambda r: r.form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [SMALL, pytest.param(FULL, marks=pytest.mark.slow)])
def test_blocks_get_their_roles(count: int, form: str) -> None:
    found = _results(count)[form]
    assert accuracy(found) >= FLOORS[form]["accuracy" if count == FULL else "accuracy_small"]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_each_role_keeps_its_floor(form: str) -> None:
    by_role = split(_results(FULL)[form], lambda r: r.role)
    assert {
        role: round(accuracy(part), 3) for role, part in by_role.items() if accuracy(part) < _role(form, role)
    } == {}


def _role(form: str, role: str) -> float:
    return float(FLOORS[form]["roles"][role])


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_prompts_are_told_in_each_language(form: str) -> None:
    low = {}
    for code, part in split(_results(FULL)[form], lambda r: r.language).items():
        for role, floor in zip(PROMPTS, FLOORS[form]["languages"][code], strict=True):
            reached = accuracy(r for r in part if r.role == role)
            if reached < floor:
                low[code, role] = round(reached, 3)
    assert low == {}


@pytest.mark.slow
def test_a_language_without_lexicon_keeps_the_content() -> None:
    by_language = split(_results(FULL)["html"], lambda r: r.language)
    assert lost(by_language) <= FLOORS["html"]["lost_without_lexicon"]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_sure_blocks_are_right(form: str) -> None:
    assert sure(_results(FULL)[form])[0] >= FLOORS[form]["sure"]


def test_parts_cover_every_lexicon_and_strangers() -> None:
    assert set(languages()) >= LEXICONS
    assert len(LEXICONS) >= 20 and len(STRANGE) >= 2


@pytest.mark.parametrize("code", languages())
def test_parts_are_enough_and_apart(code: str) -> None:
    p = parts(code)
    assert len(p.sentences) >= 20 and len(p.titles) >= 10 and len(p.paywall) >= 4 and len(p.signup) >= 5
    assert min(map(len, (p.teaser_labels, p.teaser_prefixes, p.blurbs, p.nav))) >= 4
    assert len({len(row) for row in p.table}) == 1
    for group in (p.sentences, p.titles, p.captions, p.nav, p.footer):
        assert len(set(group)) == len(group)


@pytest.mark.parametrize("code", languages())
def test_no_line_of_the_parts_is_one_the_fit_learns_from(code: str) -> None:
    book = load(knowledge("lexicons", f"{code}.toml"), Lexicon).phrase if code in LEXICONS else ()
    learnt = {phrase.fires for phrase in book}
    learnt |= {line for lines in FIT_PARTS.get(code, {}).values() for line in lines}
    p = parts(code)
    mine = {line.removeprefix("> ") for lines in (*p.paywall, *p.signup, *p.consent, *p.promos) for line in lines}
    mine |= {*p.corrections, *p.bios, *p.captions, *p.sentences}
    long = {line for line in mine if len(line) >= 25}  # "Subscribe now" is what everybody says
    assert long & learnt == set()


def _composed(count: int) -> list[Composed]:
    return list(pages(languages(), count))


def test_every_shape_naming_position_and_role_is_drawn() -> None:
    drawn = _composed(SMALL)
    html = [page for page in drawn if page.form == "html"]
    assert {page.shape for page in html} == set(SHAPES)
    assert {page.naming for page in html} == set(NAMINGS)
    assert {page.plan.position for page in html} == set(POSITIONS)
    assert {truth.role for page in html for truth in page.truths} == set(FLOORS["html"]["roles"])


def test_every_true_block_stands_in_the_page() -> None:
    found = [result for number in range(46) for result in read(as_html(plan(languages()[number % 23], number)))]
    assert sum(result.given is None for result in found) <= len(found) // 500


def test_a_seed_gives_one_page_in_any_process() -> None:
    code = "from tests.compose.pages import plan; from tests.compose.templates import as_html, as_text;"
    code += (
        "import sys; sys.stdout.buffer.write((as_html(plan('ja', 7)).source + as_text(plan('ja', 7)).source).encode())"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=HERE.parents[1],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert shown[0] == shown[1] == (as_html(plan("ja", 7)).source + as_text(plan("ja", 7)).source).encode()
