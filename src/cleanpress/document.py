"""What a page came to: its blocks with their roles, and views over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from cleanpress.annotate.site.findings import NOTHING, Findings
from cleanpress.decide.page import Reading
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Access, Block, Disposition, Figure, Image, Question, Role, Section
from cleanpress.render.text import join_text
from cleanpress.segment.html import heading_level
from cleanpress.segment.page import Page

_NO_IMAGE_ROLES = frozenset({Role.CAPTION, Role.CREDIT})


class Document:
    """A page read: every block with its role, and the article in it.

    Made by `extract` and `clean_text`; everything beyond `text` is worked out when it is asked for.

    Attributes:
        url: Address of the page, if known.
        text: The article's running text: the blocks of disposition "keep", in order; "" if the page holds none.
    """

    def __init__(
        self,
        page: Page,
        reading: Reading,
        keep: frozenset[Role],
        raw: bytes | str | None,
        findings: Findings = NOTHING,
    ) -> None:
        self._page = page
        self._reading = reading
        self._keep = keep
        self._raw = raw
        self._findings = findings
        self.url: str | None = page.url
        kept = reading.kept
        plain = page.cells.keys().isdisjoint(kept) and page.items.keys().isdisjoint(kept)
        self.text = "\n\n".join([page.texts[i] for i in kept]) if plain else self._joined[0]

    @cached_property
    def _joined(self) -> tuple[str, list[tuple[int, int]]]:
        """The text, and where each kept block stands in it."""
        page, kept = self._page, self._reading.kept
        return join_text(
            [page.texts[i] for i in kept], [page.cells.get(i) for i in kept], [page.items.get(i) for i in kept]
        )

    @property
    def confidence(self) -> float:
        """0..1, how surely the page is one article that was found."""
        return self._reading.confidence

    @property
    def access(self) -> Access | None:
        """As told by markup and wording: "free", "metered" or "locked"; None if nothing tells."""
        return self._reading.access

    @property
    def truncated(self) -> bool:
        """Whether the article's text is cut off."""
        return self._reading.truncated

    @property
    def reasons(self) -> tuple[str, ...]:
        """What access, truncation and an empty text rest on."""
        return self._reading.reasons

    @property
    def next_page(self) -> str | None:
        """Address of the article's next page, where a site file says how to find it."""
        return self._address(self._findings.next_page)

    @property
    def single_page(self) -> str | None:
        """Address of the whole article on one page, where a site file says how to find it."""
        return self._address(self._findings.single_page)

    def _address(self, link: str | None) -> str | None:
        if link is None or not self.url:
            return link
        try:
            return urljoin(self.url, link)
        except ValueError:
            return link  # as the page writes it, which is no address

    @property
    def rule_files(self) -> tuple[str, ...]:
        """The site and platform files that fit the page, the nearest first: paths, or names of rules never written."""
        return self._findings.files

    @property
    def published(self) -> str | None:
        """Date of publication as the page declares it, unchanged, or None."""
        return self._page.declared.published

    @property
    def language(self) -> str | None:
        """Language tag as the page declares it, or None."""
        return self._page.declared.lang

    @property
    def labelled(self) -> tuple[tuple[Role, str, tuple[int, int] | None], ...]:
        """Role, text and span of every block: what `blocks` tells without places, marks and reasons, for many pages."""
        spans = dict(zip(self._reading.kept, self._joined[1], strict=True))
        roles = [ROLES[role] for role in self._reading.roles]
        return tuple(zip(roles, self._page.texts, map(spans.get, range(len(roles))), strict=True))

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The pictures of the page, in order."""
        return tuple(self._page.images)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of the page in document order, boilerplate included."""
        spans = dict(zip(self._reading.kept, self._joined[1], strict=True))
        return tuple(self._block(i, spans.get(i)) for i in range(len(self._page)))

    def _block(self, index: int, span: tuple[int, int] | None) -> Block:
        page, reading = self._page, self._reading
        role = ROLES[reading.roles[index]]
        return Block(
            index,
            page.texts[index],
            role,
            confidence=round(float(reading.chances[index]), 4),
            place=page.place(index),
            span=span,
            disposition=self._disposition(role, span),
            tag=page.tag[index],
            level=heading_level(page, index),
            marks=page.marks_of(index),
            item=page.items.get(index),
            cell=page.cells.get(index),
            image=self._image(index) if role in _NO_IMAGE_ROLES else None,
            explain=reading.explain,
        )

    def _disposition(self, role: Role, span: tuple[int, int] | None) -> Disposition:
        if span is not None:
            return "keep"
        if role in self._keep:
            return "drop"  # a second copy of what stands in the text already
        return "side" if role.disposition != "drop" else "drop"

    def _image(self, index: int) -> Image | None:
        """The nearest picture before a caption, or else right after it."""
        before = [m for m in self._page.images if index - 3 <= m.before <= index]
        after = [m for m in self._page.images if index < m.before <= index + 2]
        return before[-1] if before else after[0] if after else None

    def _first(self, role: Role) -> str | None:
        return next((b.text for b in self.blocks if b.role is role), None)

    @property
    def headline(self) -> str | None:
        """The article's title, or None."""
        return self._first(Role.HEADLINE)

    @property
    def kicker(self) -> str | None:
        """The label over the headline, or None."""
        return self._first(Role.KICKER)

    @property
    def standfirst(self) -> str | None:
        """The summary under the headline, or None."""
        return " ".join(b.text for b in self.blocks if b.role is Role.STANDFIRST) or None

    @property
    def byline(self) -> str | None:
        """Who wrote it, or None."""
        return self._first(Role.BYLINE)

    @property
    def dateline(self) -> str | None:
        """When it was published or updated, as printed, or None."""
        return self._first(Role.DATELINE)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The outline: subheads and questions with the blocks under them."""
        from cleanpress.render.outline import sections

        return sections(self.blocks)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Questions of an interview, FAQ or explainer with the blocks that answer them."""
        from cleanpress.render.outline import questions

        return questions(self.blocks)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The article's pictures with caption and credit."""
        from cleanpress.render.outline import figures

        return figures(self.blocks, self.images)

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """Title, author, date, site name, language, image, tags and more, through trafilatura; None where unknown."""
        if not self._raw or self._page.form == "text":
            return {"title": self.headline, "author": self.byline, "date": None, "url": self.url}
        from trafilatura.metadata import extract_metadata

        found = extract_metadata(self._raw, default_url=self.url)
        kept = ("title", "author", "url", "hostname", "description", "sitename", "date", "categories", "tags", "image")
        out = {name: getattr(found, name, None) for name in (*kept, "pagetype", "license", "language")}
        out["language"] = out["language"] or self._page.lang
        return out

    def to_markdown(self, *, front_matter: bool = False) -> str:
        """The article as Markdown: headline, kept blocks, pull quotes and figures; with YAML front matter if asked."""
        from cleanpress.render import markdown

        matter = {k: v for k, v in self.metadata.items() if v} if front_matter else None
        return markdown.render(
            self._shown, headline=self._headline, front_matter=matter, figures=self.figures, images=self.images
        )

    def to_html(self) -> str:
        """The article as semantic, sanitised HTML.

        Raises:
            CleanpressError: nh3 is not installed (extra "html").
        """
        from cleanpress.render import html

        return html.render(self._shown, headline=self._headline, figures=self.figures, images=self.images)

    def to_dict(self, *, evidence: bool = False) -> dict[str, Any]:
        """Everything as plain data; the schema is versioned (see the reference on JSON)."""
        from cleanpress.render import json

        return json.to_dict(self, evidence=evidence)

    def to_json(self, *, evidence: bool = False, indent: int | None = None) -> str:
        """`to_dict` as JSON."""
        from cleanpress.render import json

        return json.to_json(self, evidence=evidence, indent=indent)

    @property
    def _headline(self) -> Block | None:
        return next((b for b in self.blocks if b.role is Role.HEADLINE), None)

    @property
    def _shown(self) -> list[Block]:
        shown = {Role.PULL_QUOTE, Role.CAPTION, Role.CREDIT}
        return [b for b in self.blocks if b.disposition == "keep" or (b.role in shown and b.disposition == "side")]

    def __repr__(self) -> str:
        return f"<Document {self.headline or self.url or ''!r}: {len(self._page)} blocks, {len(self.text)} characters>"
