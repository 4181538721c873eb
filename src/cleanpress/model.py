"""The words everything else speaks: roles, evidence, blocks.

Data only. Nothing here reads a page, weighs anything or renders anything.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

Disposition = Literal["keep", "side", "drop"]
Access = Literal["free", "metered", "locked"]
Place = str | tuple[int, int]


class Role(StrEnum):
    """What a block *is* to a reader, whatever its markup says."""

    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUESTION = "question"
    QUOTE = "quote"
    PULL_QUOTE = "pull_quote"
    CAPTION = "caption"
    CREDIT = "credit"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CODE = "code"
    CORRECTION = "correction"
    FOOTNOTE = "footnote"
    PAYWALL = "paywall"
    SIGNUP = "signup"
    TEASER = "teaser"
    NAVIGATION = "navigation"
    SHARE = "share"
    ADVERT = "advert"
    CONSENT = "consent"
    COMMENTS = "comments"
    TAGS = "tags"
    AUTHOR_BIO = "author_bio"
    LEGAL = "legal"
    PROMO = "promo"
    FOOTER = "footer"
    INTERFACE = "interface"

    @property
    def disposition(self) -> Disposition:
        """Whether a block of this role is kept in the text, stands beside it, or is dropped."""
        return _DISPOSITION[self]


KEEP = frozenset(
    {
        Role.STANDFIRST,
        Role.PARAGRAPH,
        Role.SUBHEAD,
        Role.QUESTION,
        Role.QUOTE,
        Role.LIST_ITEM,
        Role.TABLE,
        Role.CODE,
        Role.CORRECTION,
        Role.FOOTNOTE,
    }
)
SIDE = frozenset({Role.HEADLINE, Role.KICKER, Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.CREDIT, Role.PULL_QUOTE})
DROP = frozenset(Role) - KEEP - SIDE
_DISPOSITION: dict[Role, Disposition] = {
    role: "keep" if role in KEEP else "side" if role in SIDE else "drop" for role in Role
}


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One reason for a role.

    Attributes:
        rule: Stable id of the signal or rule that spoke, e.g. "wording.paywall.limit".
        role: The role it speaks for.
        strength: Points it gives this role above what it gives the average role; 100 points multiply the odds by e.
        words: The words, class name or attribute that triggered it, or "".
    """

    rule: str
    role: Role
    strength: float
    words: str = ""


class Mark(NamedTuple):
    """Inline markup inside a block: `text[start:end]` is a link or emphasised."""

    start: int
    end: int
    kind: Literal["link", "strong", "em", "code"]
    href: str | None = None


class Item(NamedTuple):
    """Place of a block in a list: nesting depth from 1, whether numbered, its number from 1."""

    depth: int
    ordered: bool
    number: int


class Cell(NamedTuple):
    """Place of a block in a table: table, row and column on the page, counted from 0."""

    table: int
    row: int
    column: int
    header: bool


class Image(NamedTuple):
    """A picture or video of the page: address, alternative text, index of the block that follows it."""

    url: str | None
    alt: str
    before: int


class Block:
    """One block of visible text with its role and the reasons for it.

    Attributes:
        index: Position in `Document.blocks`, from 0.
        text: The text, white space folded (line breaks are kept in code).
        role: What the block is.
        confidence: 0..1, the chance that the role is right, as calibrated on held-out pages.
        place: XPath of the element, or (start, end) offsets into the plain text.
        span: (start, end) of the block in `Document.text`, or None where it is not part of it.
        disposition: "keep", "side" or "drop".
        tag: HTML tag of the block's element ("p", "h2", "li", ...); for plain text the tag its
            form suggests, or "".
        level: 1..6 for headings, otherwise 0.
        marks: Links and emphasis inside the text.
        item: Place in a list, or None.
        cell: Place in a table, or None.
        image: The picture that a caption or credit belongs to, or None.
    """

    __slots__ = (
        "_explain",
        "cell",
        "confidence",
        "disposition",
        "image",
        "index",
        "item",
        "level",
        "marks",
        "place",
        "role",
        "span",
        "tag",
        "text",
    )

    def __init__(
        self,
        index: int,
        text: str,
        role: Role,
        *,
        confidence: float = 1.0,
        place: Place = "",
        span: tuple[int, int] | None = None,
        disposition: Disposition | None = None,
        tag: str = "",
        level: int = 0,
        marks: tuple[Mark, ...] = (),
        item: Item | None = None,
        cell: Cell | None = None,
        image: Image | None = None,
        explain: Callable[[int], tuple[Evidence, ...]] | None = None,
    ) -> None:
        self.index = index
        self.text = text
        self.role = role
        self.confidence = confidence
        self.place = place
        self.span = span
        self.disposition: Disposition = disposition or role.disposition
        self.tag = tag
        self.level = level
        self.marks = marks
        self.item = item
        self.cell = cell
        self.image = image
        self._explain = explain

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The reasons for the role, strongest first."""
        return self._explain(self.index) if self._explain else ()

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f"Block({self.index}, {self.role.value}, {text!r})"


class Figure(NamedTuple):
    """A picture with what is printed with it."""

    url: str | None
    alt: str
    captions: tuple[Block, ...]
    credits: tuple[Block, ...]

    @property
    def caption(self) -> str | None:
        """The captions' text, or None."""
        return " ".join(b.text for b in self.captions) or None

    @property
    def credit(self) -> str | None:
        """The credits' text, or None."""
        return " ".join(b.text for b in self.credits) or None


class Section(NamedTuple):
    """A heading (None for what stands before the first) and the kept blocks under it."""

    heading: Block | None
    blocks: tuple[Block, ...]


class Question(NamedTuple):
    """A question with the blocks that answer it."""

    question: Block
    answer: tuple[Block, ...]


class Limits(msgspec.Struct, frozen=True):
    """How much of a page is read before it is refused with an InputError.

    Attributes:
        max_bytes: Size of the input in bytes (of a str: in characters).
        max_nodes: Elements in the page.
        max_depth: Nesting of elements.
        seconds: Time for one page, checked between stages; None for no limit.
    """

    max_bytes: int = 50_000_000
    max_nodes: int = 1_000_000
    max_depth: int = 20_000
    seconds: float | None = 30.0
