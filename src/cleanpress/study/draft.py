"""The draft of a site file for blocks that somebody points at, with the pages that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import regex

from cleanpress.document import Document
from cleanpress.errors import InputError
from cleanpress.model import Block, Role
from cleanpress.pipeline import Extractor
from cleanpress.rules.site.schema import About, Expected, Proof, SiteFile, SiteRule
from cleanpress.rules.site.write import proof_toml, site_toml
from cleanpress.study.anonymise import anonymise
from cleanpress.study.names import stable
from cleanpress.study.proof import ROLES_SUFFIX
from cleanpress.study.selectors import Marked, Proposal, propose

_START = 60  # letters of a block's text that a proof quotes
_BODY = 3  # blocks of the article that a proof lists besides


class Wish(NamedTuple):
    """What a user wants: the role of some blocks, by page and number."""

    role: Role
    blocks: dict[int, frozenset[int]]


class Drafted(NamedTuple):
    """A rule with what it was chosen from."""

    rule: SiteRule
    proposals: tuple[Proposal, ...]


class Fixture(NamedTuple):
    """A proof page: its stem, its markup and what it has to come to."""

    stem: str
    html: str
    proof: Proof


def draft_rule(docs: Sequence[Document], wish: Wish, taken: Iterable[str] = ()) -> Drafted:
    """A rule for the blocks wanted, by the most stable selector; by their text too where that finds others.

    Args:
        docs: Pages of one site.
        wish: Which blocks are of which role.
        taken: Ids of the file's other rules.

    Raises:
        InputError: No block is wanted.
    """
    pages = [Marked(doc, wish.blocks.get(n, frozenset())) for n, doc in enumerate(docs)]
    proposals = propose(pages, wish.role)
    best = proposals[0]
    text = None
    if best.against:  # the selector finds too much: the words have to help, if they are always the same
        begins = {_start_of(docs[n].blocks[b].text) for n, found in wish.blocks.items() for b in found}
        text = "^" + regex.escape(begins.pop(), literal_spaces=True) if len(begins) == 1 else None
    total = sum(map(len, wish.blocks.values()))
    where = {"xpath": best.selector} if best.selector.startswith("/") else {"css": best.selector}
    rule = SiteRule(
        id=_free_id(wish.role, best.selector, set(taken)),
        role=wish.role,
        why=f"{best.wanted} of {total} blocks named on {len(wish.blocks)} page(s)",
        text=text,
        strength="certain",
        **where,  # type: ignore[arg-type]
    )
    return Drafted(rule, tuple(proposals))


def _start_of(text: str) -> str:
    """The first words up to a colon, or the first three."""
    head, colon, _ = text.partition(":")
    return head + colon if colon and len(head) <= 30 else " ".join(text.split()[:3])


def _free_id(role: Role, selector: str, taken: set[str]) -> str:
    words = [w for w in re.findall(r"[A-Za-z][A-Za-z0-9]+", selector.rpartition(" ")[2]) if stable(w)]
    name = "-".join(dict.fromkeys([*role.value.split("_"), *map(str.lower, words)]))[:50].strip("-")
    number, out = 1, name
    while out in taken:
        number += 1
        out = f"{name}-{number}"
    return out


def draft_file(host: str, rules: Sequence[SiteRule]) -> SiteFile:
    """A site file of these rules."""
    return SiteFile(About(host, (host,)), rule=tuple(rules))


def fixture(doc: Document, file: SiteFile, stem: str, keep: Iterable[int] = ()) -> Fixture:
    """A page made anonymous, with the role of each block that the file's rules claim, and of some of the article.

    Args:
        doc: The page.
        file: The site file that it is to prove.
        stem: Name of its files, without suffix.
        keep: Blocks whose words stay: those that a rule's text pattern asks for.

    Raises:
        InputError: The file is for no host.
    """
    return expected(anonymise(doc, keep), file, stem)


def expected(html: str, file: SiteFile, stem: str) -> Fixture:
    """A proof page with what it comes to: each block that the file's rules claim, and some of the article.

    Raises:
        InputError: The file is for no host.
    """
    url = address_for(file)
    read = Extractor(rules=file, site_rules=False).extract(html, url=url)
    plain = Extractor(site_rules=False).extract(html, url=url)
    listed, body = [], 0
    for block, before in zip(read.blocks, plain.blocks, strict=True):
        claimed = block.index in read._findings.evidence
        article = block.role in (Role.HEADLINE, Role.PARAGRAPH) and before.role is block.role and body < _BODY
        body += article and not claimed
        if claimed or article:
            listed.append(block.index)
    wanted = tuple(Expected(block.role, _short(block)) for block in _told_apart(read.blocks, listed))
    links = {"next_page": read.next_page, "single_page": read.single_page}
    return Fixture(stem, html, Proof(url, wanted, about="Made anonymous; the words mean nothing.", **links))


def _told_apart(blocks: Sequence[Block], listed: Iterable[int]) -> Iterator[Block]:
    """The blocks listed, and any before them that begin alike: a proof names blocks by how they begin, in order."""
    at = 0
    for wanted in listed:
        start = _short(blocks[wanted])
        for block in blocks[at : wanted + 1]:
            if " ".join(block.text.split()).startswith(start):
                yield block
        at = wanted + 1


def address_for(file: SiteFile) -> str:
    """An address that the file is for.

    Raises:
        InputError: The file is for no host.
    """
    if file.site is None or not file.site.hosts:
        raise InputError("a platform's proof cannot be drafted; write it by hand")
    path = file.site.paths[0].replace("*", "story") if file.site.paths else "/story"
    return f"https://{file.site.hosts[0].removeprefix('*.')}{path}"


def _short(block: Block) -> str:
    text = " ".join(block.text.split())
    return text if len(text) <= _START else text[:_START].rpartition(" ")[0] or text[:_START]


def write_draft(folder: Path, file: SiteFile, fixtures: Sequence[Fixture]) -> list[Path]:
    """Write a site file and its proof pages; gives the paths.

    Raises:
        InputError: The site file is there already.
        OSError: The folder cannot be written.
    """
    path = folder / f"{file.name}.toml"
    if path.exists():
        raise InputError("is there already; move it away, or add the rule to it by hand", source=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(site_toml(file), encoding="utf-8")
    return [path, *write_pages(folder / file.name, fixtures)]


def write_pages(home: Path, fixtures: Sequence[Fixture], replaced: str | None = None) -> list[Path]:
    """Write proof pages into a site's folder; gives the paths.

    Args:
        home: The folder.
        fixtures: The pages.
        replaced: Older pages of this stem and a number are taken away first.

    Raises:
        OSError: The folder cannot be written.
    """
    home.mkdir(parents=True, exist_ok=True)
    if replaced:
        for old in (*home.glob(f"{replaced}-[0-9]*.html"), *home.glob(f"{replaced}-[0-9]*{ROLES_SUFFIX}")):
            old.unlink()
    out = []
    for page in fixtures:
        for name, text in ((f"{page.stem}.html", page.html), (page.stem + ROLES_SUFFIX, proof_toml(page.proof))):
            out.append(home / name)
            (home / name).write_text(text, encoding="utf-8")
    return out
