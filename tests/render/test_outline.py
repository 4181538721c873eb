"""Views over blocks: sections, questions with answers, figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanpress.model import Block, Figure, Image, Role
from cleanpress.render.outline import figures, questions, sections


def page(*roles: tuple[Role, int] | Role) -> list[Block]:
    pairs = [role if isinstance(role, tuple) else (role, 0) for role in roles]
    return [Block(i, f"{role.value} {i}", role, level=level) for i, (role, level) in enumerate(pairs)]


def indices(blocks: tuple[Block, ...]) -> list[int]:
    return [block.index for block in blocks]


def test_sections() -> None:
    blocks = page(
        Role.HEADLINE,
        Role.STANDFIRST,
        Role.PARAGRAPH,
        Role.SUBHEAD,
        Role.PARAGRAPH,
        Role.PAYWALL,
        Role.CAPTION,
        Role.QUOTE,
        Role.QUESTION,
        Role.FOOTER,
    )
    assert [(s.heading and s.heading.index, indices(s.blocks)) for s in sections(blocks)] == [
        (None, [1, 2]),
        (3, [4, 7]),
        (8, []),
    ]
    assert sections([]) == ()


def test_question_goes_on_to_the_next() -> None:
    blocks = page(
        Role.STANDFIRST,
        Role.PARAGRAPH,
        Role.QUESTION,
        Role.PARAGRAPH,
        Role.ADVERT,
        Role.QUOTE,
        Role.QUESTION,
        Role.QUESTION,
        Role.LIST_ITEM,
        Role.CORRECTION,
        Role.FOOTNOTE,
    )
    assert [(q.question.index, indices(q.answer)) for q in questions(blocks)] == [(2, [3, 5]), (6, []), (7, [8])]


def test_subhead_of_the_same_level_ends_the_answer() -> None:
    blocks = page(
        (Role.QUESTION, 3), Role.PARAGRAPH, (Role.SUBHEAD, 4), Role.PARAGRAPH, (Role.SUBHEAD, 3), Role.PARAGRAPH
    )
    assert indices(questions(blocks)[0].answer) == [1, 2, 3]
    blocks = page(Role.QUESTION, Role.PARAGRAPH, (Role.SUBHEAD, 2), Role.PARAGRAPH, Role.QUESTION, Role.PARAGRAPH)
    assert [indices(q.answer) for q in questions(blocks)] == [[1], [5]]
    blocks = page((Role.QUESTION, 2), Role.SUBHEAD, Role.PARAGRAPH)
    assert indices(questions(blocks)[0].answer) == [1, 2]


def test_figures() -> None:
    lead, chart, thumb, same, nowhere = (
        Image("https://x.example/lead.jpg", "lead", 1),
        Image("https://x.example/chart.png", "", 5),
        Image("https://x.example/t.jpg", "", 6),
        Image("https://x.example/chart.png", "", 3),
        Image(None, "", 3),
    )
    blocks = [
        Block(0, "h", Role.HEADLINE),
        Block(1, "cap", Role.CAPTION, image=lead),
        Block(2, "cred", Role.CREDIT, image=lead),
        Block(3, "p", Role.PARAGRAPH),
        Block(4, "orphan", Role.CAPTION),
        Block(5, "p", Role.PARAGRAPH),
        Block(6, "t", Role.TEASER),
    ]
    got = figures(blocks, [lead, same, nowhere, chart, thumb])
    assert got == (
        Figure(lead.url, "lead", (blocks[1],), (blocks[2],)),
        Figure(chart.url, "", (), ()),
        Figure(None, "", (blocks[4],), ()),
    )
    assert got[0].caption == "cap" and got[0].credit == "cred" and got[1].caption is None
    assert figures([], []) == ()


def test_orphans_right_behind_each_other_are_one_figure() -> None:
    blocks = page(Role.CAPTION, Role.CREDIT, Role.PARAGRAPH, Role.CREDIT)
    assert [(indices(f.captions), indices(f.credits)) for f in figures(blocks, [])] == [([0], [1]), ([], [3])]


ROLES = st.sampled_from(list(Role))


@given(st.lists(st.tuples(ROLES, st.integers(0, 6))))
def test_every_kept_block_is_in_one_section_and_at_most_one_answer(roles: list[tuple[Role, int]]) -> None:
    blocks = page(*roles)
    kept = [b.index for b in blocks if b.disposition == "keep"]
    found = [i for s in sections(blocks) for i in ([s.heading.index] if s.heading else []) + indices(s.blocks)]
    assert found == kept
    answers = [i for q in questions(blocks) for i in [q.question.index, *indices(q.answer)]]
    assert answers == sorted(set(answers)) and set(answers) <= set(kept)
    printed = [b.index for b in blocks if b.role in (Role.CAPTION, Role.CREDIT)]
    assert sorted(b.index for f in figures(blocks, []) for b in (*f.captions, *f.credits)) == printed
