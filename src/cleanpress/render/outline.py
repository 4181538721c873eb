"""Views over the blocks of a page: sections, questions with answers, figures. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleanpress.model import Block, Figure, Image, Question, Role, Section

_HEADINGS = frozenset({Role.SUBHEAD, Role.QUESTION})
_NOT_AN_ANSWER = frozenset({Role.STANDFIRST, Role.CORRECTION, Role.FOOTNOTE})
_PRINTED = frozenset({Role.CAPTION, Role.CREDIT})
_DEEPEST = 7


def sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The outline: each subhead or question with the kept blocks up to the next one.

    What stands before the first heading is a section without one; it is left out if it holds nothing.
    """
    found: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.role in _HEADINGS and block.disposition != "drop":
            found.append((block, []))
        elif block.disposition == "keep":
            found[-1][1].append(block)
    return tuple(Section(heading, tuple(under)) for heading, under in found if heading or under)


def questions(blocks: Sequence[Block]) -> tuple[Question, ...]:
    """Each question with the blocks that answer it.

    The answer is the kept blocks up to the next question or to a subhead of the same or a higher level;
    a question or subhead that is no heading element counts as the lowest level. Standfirst, corrections and
    footnotes are no part of an answer.
    """
    found: list[tuple[Block, list[Block]]] = []
    asking = False
    for block in blocks:
        if block.role is Role.QUESTION and block.disposition != "drop":
            found.append((block, []))
            asking = True
        elif asking and block.disposition == "keep" and block.role not in _NOT_AN_ANSWER:
            question, answer = found[-1]
            if block.role is Role.SUBHEAD and _rank(block) <= _rank(question):
                asking = False
            else:
                answer.append(block)
    return tuple(Question(question, tuple(answer)) for question, answer in found)


def figures(blocks: Sequence[Block], images: Sequence[Image]) -> tuple[Figure, ...]:
    """The article's pictures with their captions and credits, in the order of the page.

    A picture without either counts if a kept block follows it, and once per address. A caption or credit whose
    picture is not known makes a figure without an address, together with those right behind it.

    Args:
        blocks: All blocks of the page, in order.
        images: The pictures of the page, in order.
    """
    groups: list[tuple[Image | None, list[Block]]] = []
    by_image: dict[Image, list[Block]] = {}
    before: Block | None = None
    for block in blocks:
        if block.role not in _PRINTED or block.disposition == "drop":
            before = None
            continue
        if block.image is not None:
            if block.image not in by_image:
                by_image[block.image] = []
                groups.append((block.image, by_image[block.image]))
            by_image[block.image].append(block)
        elif before is not None and groups[-1][0] is None:
            groups[-1][1].append(block)
        else:
            groups.append((None, [block]))
        before = block
    places: list[tuple[int, Image | None, list[Block]]] = [
        (image.before if image else printed[0].index, image, printed) for image, printed in groups
    ]
    places.extend((image.before, image, []) for image in _bare(blocks, images, by_image))
    places.sort(key=lambda place: place[0])
    return tuple(_figure(image, printed) for _, image, printed in places)


def _rank(block: Block) -> int:
    return block.level or _DEEPEST


def _bare(blocks: Sequence[Block], images: Sequence[Image], printed: dict[Image, list[Block]]) -> Iterator[Image]:
    """The pictures without caption or credit that stand in the article."""
    if not images:
        return
    kept = {block.index for block in blocks if block.disposition == "keep" or block.role in _PRINTED}
    seen = {image.url for image in printed}
    for image in images:
        if image not in printed and image.url and image.url not in seen and image.before in kept:
            seen.add(image.url)
            yield image


def _figure(image: Image | None, printed: list[Block]) -> Figure:
    return Figure(
        image.url if image else None,
        image.alt if image else "",
        tuple(block for block in printed if block.role is Role.CAPTION),
        tuple(block for block in printed if block.role is Role.CREDIT),
    )
