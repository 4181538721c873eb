"""What reads like text among readers' comments."""

from __future__ import annotations

from cleanpress.decide.passages.thread import in_thread
from cleanpress.model import Role

C, P = Role.COMMENTS, Role.PARAGRAPH


def found(seen, *roles: Role) -> list[int]:
    page = seen("".join(f"<p>line {i}</p>" for i in range(len(roles))), *roles)
    told = in_thread(*page)
    assert {evidence.role for evidences in told.values() for evidence in evidences} <= {C}
    return list(told)


def test_text_between_comments_is_a_comment(seen) -> None:
    assert found(seen, P, P, C, P, C, C, P, C, P) == [3, 6]


def test_few_comments_are_no_thread(seen) -> None:
    assert found(seen, P, C, P, C) == []


def test_a_forum_is_left_alone(seen) -> None:
    assert found(seen, C, P, P, C, P, P, C) == []


def test_a_long_stretch_between_comments_is_not_theirs(seen) -> None:
    assert found(seen, C, C, C, C, C, P, P, P, P, P, C, C) == []
