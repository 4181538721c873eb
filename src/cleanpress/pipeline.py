"""The way of a page through the stages: read, segment, annotate, decide. Render is the document's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleanpress.annotate.site.findings import Findings
from cleanpress.annotate.site.speak import site_findings
from cleanpress.decide.page import Reading
from cleanpress.decide.verdict import decide
from cleanpress.document import Document
from cleanpress.errors import InputError, LimitError
from cleanpress.model import KEEP, Limits, Role
from cleanpress.read.declared import declare
from cleanpress.read.source import read_markup, read_text
from cleanpress.rules.site.ruleset import Rules, RuleSet, rule_set
from cleanpress.segment.build import build_from_text, build_from_tree
from cleanpress.segment.page import Page
from cleanpress.segment.rescue import add_declared_body, has_body, opened
from cleanpress.segment.text import segment_text


class Extractor:
    """Configured once, used for many pages; safe in threads, since no page leaves anything behind.

    Args:
        keep: Roles whose blocks make up `Document.text`; None for those of disposition "keep".
        rules: Site rules of your own: a file, a folder, a `SiteFile`, a `RuleSet`, or several of these, the nearest
            first. They go before those of the same name in the user's folder, in other packages and in cleanpress.
        limits: How large, deep and slow a page may be.
        site_rules: Whether any site and platform rules but those in `rules` may speak.

    Raises:
        InputError: A role in `keep` that does not exist.
        RuleError: A file in `rules` that is wrong. A wrong file in a folder is told in a `RuleWarning` once a page
            needs it, and set aside.
    """

    def __init__(
        self,
        keep: Iterable[Role | str] | None = None,
        *,
        rules: Rules | None = None,
        limits: Limits | None = None,
        site_rules: bool = True,
    ) -> None:
        try:
            self.keep = KEEP if keep is None else frozenset(map(Role, keep))
        except ValueError as error:
            raise InputError(f"{error}; the roles are: {', '.join(Role)}") from error
        self.limits = limits or Limits()
        self.site_rules = site_rules
        self._given = rules
        self._rules = None if rules is None else rule_set(rules, site_rules=site_rules)

    @property
    def rule_places(self) -> tuple[str, ...] | None:
        """The files and folders given as `rules`; None if something else was given too."""
        if self._given is None:
            return ()
        given = self._given if isinstance(self._given, (list, tuple)) else [self._given]
        places = [str(place) for place in given if isinstance(place, (str, os.PathLike))]
        return tuple(places) if len(places) == len(given) else None

    @property
    def rules(self) -> RuleSet:
        """The site and platform rules in force; looked up when the first page asks."""
        if self._rules is None:
            self._rules = rule_set(site_rules=self.site_rules)
        return self._rules

    def extract(self, html: Any, url: str | None = None, *, charset: str | None = None) -> Document:
        """Read an HTML page.

        Args:
            html: bytes (any encoding, gzip too), str, or a parsed lxml tree, which is left untouched.
            url: Address of the page, if known.
            charset: Charset of the HTTP header, if known.

        Raises:
            InputError: Empty, not text (PDF, image, archive), or over the limits.
        """
        watch = _Watch(self.limits)
        source = open_html(html, url, self.limits, charset)
        page, source, root = segment_html(source, url, self.limits, naming=bool(self.rules.files))
        watch.check("reading")
        findings = site_findings(page, source, self.rules, root, lambda: watch.check("site rules"))
        watch.check("site rules")
        raw = html if isinstance(html, (bytes, str)) else None
        return self._decide(page, findings, raw, watch)

    def clean_text(self, text: bytes | str, url: str | None = None) -> Document:
        """Read plain text that another tool took out of a page: blocks are lines or stand between blank lines.

        Raises:
            InputError: Empty, not text, or over the limits.
        """
        watch = _Watch(self.limits)
        page = read_plain(text, url, self.limits)
        watch.check("reading")
        return self._decide(page, site_findings(page, None, self.rules), None, watch)

    def _decide(self, page: Page, findings: Findings, raw: bytes | str | None, watch: _Watch) -> Document:
        verdicts = decide(page, findings.evidence, findings.bounds)
        watch.check("deciding")
        return Document(page, Reading(page, verdicts, self.keep), self.keep, raw, findings)


class _Watch:
    """The time budget of one page."""

    def __init__(self, limits: Limits) -> None:
        self.seconds = limits.seconds
        self.start = time.monotonic()

    def check(self, stage: str) -> None:
        """Raise LimitError if the budget is spent after a stage."""
        if self.seconds is not None and time.monotonic() - self.start > self.seconds:
            raise LimitError(f"took longer than {self.seconds} s ({stage}); raise Limits.seconds to wait for it")


def open_html(html: Any, url: str | None, limits: Limits, charset: str | None = None) -> Any:
    """The page's markup as text, or as bytes in UTF-8; a tree stays a tree."""
    if (hasattr(html, "iter") and hasattr(html, "getroottree")) or hasattr(html, "getroot"):
        return html
    return read_markup(html, charset=charset, limits=limits, source=url)


def read_html(html: Any, url: str | None, limits: Limits, charset: str | None = None) -> Page:
    """Read and segment an HTML page."""
    return segment_html(open_html(html, url, limits, charset), url, limits).page


class Segmented(NamedTuple):
    """A page with what it was made from, for those who look at its elements.

    Attributes:
        page: The page.
        source: The markup (str, or bytes in UTF-8) or tree whose elements the page numbers.
        root: The root of the tree that was made of the markup, None where none was made.
    """

    page: Page
    source: Any
    root: Any


def segment_html(source: Any, url: str | None, limits: Limits, *, naming: bool = False) -> Segmented:
    """Segment markup, or a tree, as `open_html` gives it.

    Args:
        source: The markup, or a tree.
        url: The page's address, if known.
        limits: How large and deep it may be.
        naming: As of `Page`.
    """
    page = Page("html", url, naming=naming)
    if isinstance(source, (str, bytes)):
        made = Segmented(page, source, build_from_text(source, page, limits))
        made = _with_templates(made, limits)
    else:
        build_from_tree(source, page, limits)
        made = Segmented(page, source, None)
    page = made.page
    page.declared = declare(page.scripts, page.metas, title=page.title, lang=page.lang)
    add_declared_body(page, limits)
    return made


def _with_templates(made: Segmented, limits: Limits) -> Segmented:
    """The page, or the page with its templates opened where the body stands in them alone."""
    markup = None if has_body(made.page) else opened(made.source)
    if markup is None:
        return made
    other = Page("html", made.page.url, naming=made.page.classes is not None)
    root = build_from_text(markup, other, limits)
    return Segmented(other, markup, root) if has_body(other) else made


def read_plain(text: bytes | str, url: str | None, limits: Limits) -> Page:
    """Read and segment plain text."""
    page = segment_text(read_text(text, limits=limits, source=url), url, limits)
    page.declared = declare((), (), title=None, lang=None)
    return page


_DEFAULT = Extractor()


def extract(html: Any, url: str | None = None) -> Document:
    """Read an HTML page with the default settings; see `Extractor.extract`."""
    return _DEFAULT.extract(html, url)


def clean_text(text: bytes | str, url: str | None = None) -> Document:
    """Read plain text with the default settings; see `Extractor.clean_text`."""
    return _DEFAULT.clean_text(text, url)
