"""Signals and points become roles: a draft, a second look with the draft around, and the reasons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cleanpress.decide import verdict
from cleanpress.decide.scorecard import ALWAYS, ROLES, ScorecardFile
from cleanpress.decide.verdict import calibrated, decide, softmax
from cleanpress.model import Evidence, Limits, Role
from cleanpress.pipeline import read_html, read_plain
from cleanpress.segment.page import Page

Tiny = Callable[..., ScorecardFile]
POINTS = {"markup.tag.p": {"paragraph": 800}, "markup.in.nav": {"navigation": 1300}, ALWAYS: {"teaser": 600}}


def page(markup: str) -> Page:
    return read_html(markup, None, Limits())


def roles(page: Page, extra: dict[int, list[Evidence]] | None = None) -> list[Role]:
    return [ROLES[i] for i in decide(page, extra).roles]


def test_softmax() -> None:
    shares = softmax(np.array([[0, 100], [5000, 0]]))
    assert shares[0, 1] / shares[0, 0] == pytest.approx(np.e, rel=1e-5)
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    assert shares[1].tolist() == pytest.approx([1, 0])


def test_points_decide(tiny: Tiny) -> None:
    tiny(POINTS)
    assert roles(page("<nav><p>a</p></nav><p>b</p><div>c</div>")) == [Role.NAVIGATION, Role.PARAGRAPH, Role.TEASER]


def test_plain_text_is_decided_likewise(tiny: Tiny) -> None:
    tiny({"markup.tag.li": {"list_item": 900}, ALWAYS: {"paragraph": 600}})
    assert roles(read_plain("one\n\n- two", None, Limits())) == [Role.PARAGRAPH, Role.LIST_ITEM]


def test_the_verdict_sees_the_draft_of_the_neighbours(tiny: Tiny) -> None:
    draft = {"markup.tag.p": {"paragraph": 2000}, "markup.tag.h3": {"teaser": 2000}}
    tiny({"draft.after.teaser": {"navigation": 500}, ALWAYS: {"paragraph": 100}}, draft)
    assert roles(page("<p>a</p><h3>b</h3><p>c</p>")) == [Role.NAVIGATION, Role.PARAGRAPH, Role.PARAGRAPH]


def test_evidence_from_outside_adds_its_strength(tiny: Tiny) -> None:
    tiny(POINTS)
    told = Evidence("site.rule", Role.CAPTION, 900, "p.caption")
    found = decide(page("<p>a</p><p>b</p>"), {1: [told]})
    assert [ROLES[i] for i in found.roles] == [Role.PARAGRAPH, Role.CAPTION]
    assert told in found.evidence(1)
    assert told not in found.evidence(0)


def test_evidence_against_a_role(tiny: Tiny) -> None:
    tiny(POINTS)
    assert roles(page("<p>a</p>"), {0: [Evidence("site.rule", Role.PARAGRAPH, -900)]}) == [Role.TEASER]


def test_evidence_names_the_signals_strongest_first(tiny: Tiny) -> None:
    tiny(
        {"markup.tag.p": {"paragraph": 300}, "markup.in.article": {"paragraph": 100}, "markup.in.main": {"teaser": 50}}
    )
    told = decide(page("<main><article><p>a</p></article></main>")).evidence(0)
    assert [(e.rule, e.role) for e in told] == [("markup.tag.p", Role.PARAGRAPH), ("markup.in.article", Role.PARAGRAPH)]
    assert told[0].strength > told[1].strength > 0


def test_evidence_is_limited(tiny: Tiny) -> None:
    tiny({f"markup.in.{t}": {"paragraph": 100} for t in ("p", "article", "main", "section")})
    found = decide(page("<main><article><section><p>a</p></section></article></main>"))
    assert len(found.evidence(0, most=2)) == 2


def test_confidence_is_calibrated(tiny: Tiny) -> None:
    tiny({"markup.tag.p": {"paragraph": 5000}})
    found = decide(page("<p>a</p><div>b</div>"))
    assert found.confidence == pytest.approx(calibrated(found.shares[[0, 1], found.roles], found.card))
    assert found.confidence[0] > 0.99
    assert found.confidence[1] < 0.1
    assert calibrated(np.array([0.25]), found.card).tolist() == pytest.approx([0.2])


def test_shares_sum_to_one(tiny: Tiny) -> None:
    tiny(POINTS)
    assert decide(page("<nav>a</nav><p>b</p>")).shares.sum(axis=1) == pytest.approx([1, 1])


FORM = "<form><h3>a</h3><h3>b</h3><h3>c</h3><p>d</p></form><div><h2>e</h2><h2>f</h2><p>g</p></div>"
BOXED = {
    "markup.tag.h2": {"promo": 900}, "markup.tag.h3": {"signup": 900}, "markup.tag.p": {"promo": 950, "signup": 900},
}  # fmt: skip


def test_blocks_agree_with_the_element_that_they_stand_in(tiny: Tiny) -> None:
    tiny(BOXED)
    found = decide(page(FORM))
    assert [ROLES[i] for i in found.roles[[3, 6]]] == [Role.SIGNUP, Role.PROMO]
    reason = next(item for item in found.evidence(3) if item.rule == "region")
    assert reason.role is Role.SIGNUP
    assert reason.strength > 20  # it made up for the points that the other role was ahead by
    assert not any(item.rule == "region" for item in found.evidence(0))


def test_what_is_told_of_a_block_does_not_yield_to_its_element(tiny: Tiny) -> None:
    tiny(BOXED)
    told = Evidence("site.rule", Role.PROMO, 60, "form p")
    assert roles(page(FORM), {3: [told]})[3] is Role.PROMO


def test_the_text_is_told_by_blocks_alone(tiny: Tiny) -> None:
    """A page part is no reason to keep or drop: what is kept wrongly stands in parts that look like text."""
    tiny({**BOXED, "markup.tag.p": {"paragraph": 920, "signup": 900}})
    found = decide(page(FORM))
    assert ROLES[found.roles[3]] is Role.PARAGRAPH
    assert found.choice.chances[3] == pytest.approx(found.choice.chances[6])


def test_a_page_without_blocks(tiny: Tiny) -> None:
    tiny(POINTS)
    found = decide(page("<script>x</script>"))
    assert len(found.roles) == len(found.confidence) == 0
    assert found.shares.shape == (0, len(ROLES))


JSON = '{"layout": [2, 4], "button": "Add to cart", "colour": "#222222"}'


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        (f"<p>{JSON}</p>", Role.INTERFACE),
        (f"<p>{JSON} is what it sent.</p>", Role.PARAGRAPH),
        ("<p>[The minister was asked on Monday and did not reply.]</p>", Role.PARAGRAPH),
        ('<p>{"a": 1}</p>', Role.PARAGRAPH),
        (f"<pre><p>{JSON}</p></pre>", Role.PARAGRAPH),
    ],
)
def test_data_of_a_script_is_no_text(tiny: Tiny, markup: str, role: Role) -> None:
    tiny(POINTS)
    assert roles(page(markup)) == [role]


def test_cells_of_plain_text_are_a_table(tiny: Tiny) -> None:
    tiny({ALWAYS: {"teaser": 600}})
    assert roles(read_plain("Town\tRent\nAlba\t500\n\nHome", None, Limits())) == [*[Role.TABLE] * 4, Role.TEASER]


@pytest.mark.skipif(verdict._shares is None, reason="built without compiled parts")
@pytest.mark.parametrize("columns", [1, 5, 8, 9, 16, 31, 40])
def test_shares_are_the_same_compiled(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    points = (np.random.default_rng(columns).normal(size=(200, columns)) * 400).astype(np.float32)
    points[0] = points[1, 0]
    wide = np.hstack([points, points])
    ours = [softmax(points), softmax(wide[:, :columns]), softmax(points[:0])]
    best = verdict._shares.best(ours[0])
    monkeypatch.setattr(verdict, "_shares", None)
    for mine, theirs in zip(ours, [softmax(points), softmax(points), softmax(points[:0])], strict=True):
        assert mine.dtype == theirs.dtype and mine.shape == theirs.shape
        np.testing.assert_array_max_ulp(mine, theirs, 2)
    assert best.tolist() == softmax(points).argmax(axis=1).tolist()
