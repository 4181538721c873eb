"""What the roles of all blocks say of the page: the text, access, truncation, confidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from cleanpress.decide.confidence import tell_confidence
from cleanpress.decide.page import Reading, tell_access, tell_truncated
from cleanpress.decide.scorecard import ALWAYS, ROLES, ScorecardFile
from cleanpress.decide.verdict import decide
from cleanpress.model import KEEP, Limits, Role
from cleanpress.pipeline import read_html
from cleanpress.segment.page import Page

Tiny = Callable[..., ScorecardFile]
LONG = "The ferry crossed the river at dawn, as it had on every working day since the bridge went."
POINTS = {"markup.tag.p": {"paragraph": 1400}, "markup.tag.h2": {"paywall": 1400}, ALWAYS: {"teaser": 600}}


def page(markup: str) -> Page:
    return read_html(markup, None, Limits())


def numbers(*roles: Role) -> list[int]:
    return [ROLES.index(r) for r in roles]


def reading(markup: str, keep: frozenset[Role] = KEEP) -> Reading:
    found = page(markup)
    return Reading(found, decide(found), keep)


def gated(access: str) -> str:
    free = "false" if access == "locked" else "true"
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "isAccessibleForFree": {free}}}</script>'


def test_kept_blocks(tiny: Tiny) -> None:
    tiny(POINTS)
    found = reading("<div>menu</div><p>one</p><h2>pay</h2><p>two</p>")
    assert list(found.kept) == [1, 3]
    assert [ROLES[i] for i in found.roles] == [Role.TEASER, Role.PARAGRAPH, Role.PAYWALL, Role.PARAGRAPH]
    assert len(found.chances) == 4


def test_keep_is_the_callers(tiny: Tiny) -> None:
    tiny(POINTS)
    assert list(reading("<div>a</div><p>b</p>", frozenset({Role.TEASER})).kept) == [0]


def test_a_copy_of_the_body_is_left_out_a_refrain_is_not(tiny: Tiny) -> None:
    tiny(POINTS)
    other = LONG.replace("e", "i")
    body = f"<div><p>{LONG}</p><p>Yes.</p><p>{other}</p></div>"
    assert list(reading(body + body).kept) == [0, 1, 2, 4]
    assert list(reading(f"<p>{LONG}</p><p>Yes.</p><p>{LONG}</p><p>Yes.</p>").kept) == [0, 1, 2, 3]
    assert list(reading(f"<p>{LONG}</p><div hidden><p>{LONG}</p></div>").kept) == [0]


@pytest.mark.parametrize(
    "markup, reason", [("<div><a href=/>a</a></div>", "running text"), ("<script>x</script>", "no visible text")]
)
def test_an_empty_text_has_a_reason(tiny: Tiny, markup: str, reason: str) -> None:
    tiny(POINTS)
    found = reading(markup)
    assert list(found.kept) == []
    assert found.confidence == 0
    assert any(reason in told for told in found.reasons)


@pytest.mark.parametrize(
    "markup, prompts, access",
    [
        ("", 0, None),
        ("", 1, None),
        ("", 2, "metered"),
        (gated("free"), 0, "free"),
        (gated("locked"), 0, "locked"),
        (gated("locked"), 5, "locked"),
        (gated("free"), 3, "metered"),
    ],
)
def test_access(markup: str, prompts: int, access: str | None) -> None:
    found = page(f"{markup}<p>x</p>")
    told, reasons = tell_access(found, numbers(Role.PARAGRAPH, *[Role.PAYWALL] * prompts))
    assert told == access
    assert told is None or reasons
    assert not prompts or any(str(prompts) in reason for reason in reasons)


def truncated(texts: Sequence[str], roles: Sequence[Role], access: str | None = None) -> bool:
    found = page("".join(f"<p>{t}</p>" for t in texts))
    given = numbers(*roles)
    kept = [i for i, role in enumerate(roles) if role in KEEP]
    return tell_truncated(found, given, kept, access)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "last, after, access, cut_off",
    [
        ("It ends here.", Role.FOOTER, None, False),
        ("It ends here.", Role.PAYWALL, None, False),
        ("It ends here.", Role.PAYWALL, "metered", False),
        ("It ends here.", Role.PAYWALL, "locked", True),
        ("It goes on …", Role.PAYWALL, None, True),
        ("It goes on...", Role.FOOTER, "metered", True),
        ("It goes on …", Role.FOOTER, None, False),
        ("It goes on and", Role.PAYWALL, None, True),
        ("It goes on and", Role.FOOTER, None, False),
    ],
)
def test_truncated(last: str, after: Role, access: str | None, cut_off: bool) -> None:
    assert truncated(["First.", last, "after"], [Role.PARAGRAPH, Role.PARAGRAPH, after], access) is cut_off


@pytest.mark.parametrize(
    "chances, cut_off", [((1, 1, 0.5, 1), False), ((1, 1, 0.8, 0.1), True), ((1, 1, 0.4, 0.4), True)]
)
def test_a_prompt_has_to_be_sure_or_not_alone(chances: tuple[float, ...], cut_off: bool) -> None:
    found = page("<p>First.</p><p>It goes on and</p><p>Pay</p><p>now</p>")
    roles = numbers(Role.PARAGRAPH, Role.PARAGRAPH, Role.PAYWALL, Role.PAYWALL if chances[3] < 1 else Role.FOOTER)
    assert tell_truncated(found, roles, [0, 1], None, chances) is cut_off


def test_a_page_without_a_body_is_not_cut_off() -> None:
    assert truncated(["Pay", "now"], [Role.PAYWALL, Role.PAYWALL], "locked") is False


def shares(*roles: Role) -> np.ndarray:
    out = np.zeros((len(roles), len(ROLES)), dtype=np.float32)
    out[range(len(roles)), numbers(*roles)] = 1
    return out


def confidence(markup: str, *roles: Role) -> float:
    return tell_confidence(page(markup), shares(*roles), numbers(*roles))


def test_confidence_grows_with_the_text_and_falls_with_links() -> None:
    short = confidence("<p>Short.</p>", Role.PARAGRAPH)
    long = confidence(f"<p>{LONG * 20}</p>", Role.PARAGRAPH)
    linked = confidence(f"<p><a href=/>{LONG * 20}</a></p>", Role.PARAGRAPH)
    assert 0 <= short < 0.2
    assert 0.5 < long <= 1
    assert linked < long


def test_no_confidence_without_a_body() -> None:
    assert confidence(f"<p>{LONG}</p>", Role.TEASER) == 0
    assert tell_confidence(page("<script>x</script>"), shares(), []) == 0
