"""Describe a document as plain data, in a form that is versioned and documented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from cleanpress.model import Access, Block, Disposition, Evidence, Image, Item, Mark, Role

VERSION: Literal[1] = 1


class Describable(Protocol):
    """What of a document is described; `cleanpress.Document` is one."""

    @property
    def url(self) -> str | None:
        """Address of the page, if known."""
        ...

    @property
    def access(self) -> Access | None:
        """Whether the article is free, metered or locked; None if not known."""
        ...

    @property
    def truncated(self) -> bool:
        """Whether the text is cut off."""
        ...

    @property
    def confidence(self) -> float:
        """0..1: whether the page is one article that was found."""
        ...

    @property
    def text(self) -> str:
        """The running text."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """All blocks, in order."""
        ...

    @property
    def headline(self) -> str | None:
        """Text of the headline."""
        ...

    @property
    def kicker(self) -> str | None:
        """Text of the kicker."""
        ...

    @property
    def standfirst(self) -> str | None:
        """Text of the standfirst."""
        ...

    @property
    def byline(self) -> str | None:
        """Text of the byline."""
        ...

    @property
    def dateline(self) -> str | None:
        """Text of the dateline."""
        ...


class EvidenceOut(msgspec.Struct, frozen=True):
    """One reason for a role."""

    rule: str
    role: Role
    strength: float
    words: str


class MarkOut(msgspec.Struct, frozen=True):
    """Inline markup: characters `start` to `end` of the block's text."""

    start: int
    end: int
    kind: Literal["link", "strong", "em", "code"]
    href: str | None


class ItemOut(msgspec.Struct, frozen=True):
    """Place in a list: depth from 1, whether numbered, number from 1."""

    depth: int
    ordered: bool
    number: int


class CellOut(msgspec.Struct, frozen=True):
    """Place in a table: table, row and column on the page, from 0."""

    table: int
    row: int
    column: int
    header: bool


class ImageOut(msgspec.Struct, frozen=True):
    """The picture that a caption or credit belongs to, and the index of the block that follows it."""

    url: str | None
    alt: str
    before: int


class BlockOut(msgspec.Struct, frozen=True):
    """One block of visible text. `evidence` is there only if it was asked for."""

    index: int
    role: Role
    disposition: Disposition
    text: str
    confidence: float
    place: str | tuple[int, int]
    span: tuple[int, int] | None
    tag: str
    level: int
    item: ItemOut | None
    cell: CellOut | None
    image: ImageOut | None
    marks: tuple[MarkOut, ...]
    evidence: tuple[EvidenceOut, ...] | UnsetType = UNSET


class DocumentOut(msgspec.Struct, frozen=True):
    """A page cut into blocks. `version` grows when a key is removed or changes its meaning."""

    version: Literal[1]
    url: str | None
    access: Access | None
    truncated: bool
    confidence: float
    text: str
    headline: str | None
    kicker: str | None
    standfirst: str | None
    byline: str | None
    dateline: str | None
    blocks: tuple[BlockOut, ...]


def to_dict(doc: Describable, *, evidence: bool = False) -> dict[str, Any]:
    """The document as dicts, lists and scalars.

    Args:
        doc: The document.
        evidence: Whether to give the reasons for each block's role.
    """
    described: dict[str, Any] = msgspec.to_builtins(_document(doc, evidence))
    return described


def to_json(doc: Describable, *, evidence: bool = False, indent: int | None = None) -> str:
    """The document as JSON text.

    Args:
        doc: The document.
        evidence: Whether to give the reasons for each block's role.
        indent: Blanks to indent by; None writes one line.
    """
    raw = msgspec.json.encode(_document(doc, evidence))
    return (raw if indent is None else msgspec.json.format(raw, indent=indent)).decode()


def _document(doc: Describable, evidence: bool) -> DocumentOut:
    return DocumentOut(
        version=VERSION,
        url=doc.url,
        access=doc.access,
        truncated=doc.truncated,
        confidence=float(doc.confidence),
        text=doc.text,
        headline=doc.headline,
        kicker=doc.kicker,
        standfirst=doc.standfirst,
        byline=doc.byline,
        dateline=doc.dateline,
        blocks=tuple(_block(block, evidence) for block in doc.blocks),
    )


def _block(block: Block, evidence: bool) -> BlockOut:
    return BlockOut(
        index=block.index,
        role=block.role,
        disposition=block.disposition,
        text=block.text,
        confidence=float(block.confidence),
        place=block.place,
        span=block.span,
        tag=block.tag,
        level=block.level,
        item=_item(block.item),
        cell=CellOut(*block.cell) if block.cell is not None else None,
        image=_image(block.image),
        marks=tuple(map(_mark, block.marks)),
        evidence=tuple(map(_evidence, block.evidence)) if evidence else UNSET,
    )


def _mark(mark: Mark) -> MarkOut:
    return MarkOut(*mark)


def _item(item: Item | None) -> ItemOut | None:
    return ItemOut(*item) if item is not None else None


def _image(image: Image | None) -> ImageOut | None:
    return ImageOut(*image) if image is not None else None


def _evidence(reason: Evidence) -> EvidenceOut:
    return EvidenceOut(reason.rule, reason.role, float(reason.strength), reason.words)


SCHEMA: dict[str, Any] = msgspec.json.schema(DocumentOut)
"""JSON Schema (2020-12) of what `to_dict` and `to_json` give."""
