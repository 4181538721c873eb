"""Labelled pages: NAME.json with {"url", "blocks": [[role, sure, text], ...]} and NAME.html.gz beside it."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.tiers import block_tier
from cleanpress.annotate.view import View
from cleanpress.model import Limits, Role
from cleanpress.pipeline import read_html, read_plain
from cleanpress.segment.page import Page
from fit.compose import compose

_WORD = re.compile(r"\w+")
_ROLE = {role.value: i for i, role in enumerate(Role)}
_NAMES = re.compile(rb"""\s(?:class|id|itemprop|role|data-[\w-]+|aria-label)=("[^"]*"|'[^']*'|[^\s>]+)""")


class Sample(NamedTuple):
    """A labelled page with its signals.

    Attributes:
        name: The page's name.
        group: Registered domain; all pages of a domain are held out together.
        page: The segmented page.
        view: The page as the passes see it.
        signals: Its block tier.
        labels: Role index of each block, -1 where it is not sure.
        weight: Weight of its blocks in the fit.
    """

    name: str
    group: str
    page: Page
    view: View
    signals: Signals
    labels: NDArray[np.intp]
    weight: float


def domain(url: str | None, name: str) -> str:
    """Registered domain of a page (last two labels, three under a country's second level), or its name."""
    host = (urlsplit(url or "").hostname or "").lower()
    labels = host.split(".")
    if len(labels) < 2:
        return re.sub(r"(-\d+|_\d{4}.*)$", "", name)
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "gov", "ac", "edu")
    return ".".join(labels[-3:] if second else labels[-2:])


def fold_of(group: str, folds: int) -> int:
    """A stable fold for a domain."""
    return int(hashlib.md5(group.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def samples(folder: Path, form: str, weight: float = 1.0) -> Iterator[Sample]:
    """The labelled pages of a folder in one form.

    Args:
        folder: Where NAME.json and NAME.html.gz lie.
        form: "html", "html-nameless" (class names taken out), "html-flat" (only <p>), "text"; with "+composed"
            behind the last two, with prompts and a second article set in.
        weight: Weight of their blocks.
    """
    form, _, composed = form.partition("+")
    paths = sorted(folder.glob("*.json"))
    pages = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    for path in sorted(folder.rglob("*.html.gz")):
        known = None if path.with_name(path.name[:-8] + ".json").exists() else _by_hash(path)
        if known:
            paths.append(path.with_name(path.name[:-8] + ".json"))
            pages.append(known)
    for path in sorted(folder.glob("*/roles.tsv")):
        paths.append(path.with_name("page.json"))
        pages.append(_fixture(path))
    articles = [p["blocks"] for p in pages]
    for path, known in zip(paths, pages, strict=True):
        if composed:
            known["blocks"] = compose(known["blocks"], articles, known["name"] + composed)
        page = _page(path, known, form)
        if page is None or not len(page):
            continue
        labels = align(page.texts, known["blocks"])
        group = known.get("group") or domain(known["url"], known["name"].split("__")[-1])
        view = View(page)
        yield Sample(known["name"], group, page, view, block_tier(view), labels, weight)


def _fixture(path: Path) -> dict[str, Any]:
    """The labels of a fixture page of the tests: roles.tsv, meta.toml and page.html in a folder."""
    meta = tomllib.loads(path.with_name("meta.toml").read_text(encoding="utf-8"))
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    blocks = [[role.rstrip("?"), not role.endswith("?"), text.replace("\\n", "\n")] for role, text in rows]
    name = path.parent.name
    return {"name": name, "url": meta.get("url", ""), "group": f"fixture {name}", "blocks": blocks}


@cache
def _runs() -> dict[str, tuple[str, list[str]]]:
    """The labels that come with the tool: hash of a page to its domain's hash and its runs of role:words."""
    lines = Path(__file__).with_name("labels.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {row[0]: (row[1], row[2:]) for row in rows}


def _by_hash(path: Path) -> dict[str, Any] | None:
    """The labels of a page that the tool knows by its hash, with the page's own words, or None."""
    data = gzip.decompress(path.read_bytes())
    found = _runs().get(hashlib.sha256(data).hexdigest()[:20])
    if found is None:
        return None
    said = [run.partition(":")[::2] for run in found[1]]
    roles = [role for role, count in said for _ in range(int(count))]  # of each word of the page
    blocks, at = [], 0
    for text in read_html(data, None, Limits()).texts:
        size = len(words(text))
        told = Counter(roles[at : at + size])
        at += size
        if told:
            role = told.most_common(1)[0][0]
            blocks.append([role.rstrip("?"), len(told) == 1 and not role.endswith("?"), text])
    return {"name": path.name[:-8], "url": "", "group": found[0], "blocks": blocks}


def _page(path: Path, known: dict[str, list[list[str]]], form: str) -> Page | None:
    url = str(known["url"]) or None
    texts = [text for _, _, text in known["blocks"]]
    if form == "text":
        return read_plain("\n\n".join(texts), url, Limits())
    if form == "html-flat":
        return read_html("<body>" + "".join(f"<p>{html.escape(t)}</p>\n" for t in texts), url, Limits())
    source = path.parent / (path.name.removesuffix(".json") + ".html.gz")
    plain = path.with_suffix(".html")
    if not source.exists() and not plain.exists():
        return None
    data = gzip.decompress(source.read_bytes()) if source.exists() else plain.read_bytes()
    if form == "html-nameless":
        data = _NAMES.sub(b"", data)
    return read_html(data, url, Limits())


def words(text: str) -> list[str]:
    """Lower-case words."""
    return _WORD.findall(text.lower())


def align(texts: list[str], labels: list[list[str]]) -> NDArray[np.intp]:
    """The role index of each block: that of the labelled words that most of its words match; -1 if unsure."""
    gold, owner = _flat([t for _, _, t in labels])
    mine, block = _flat(texts)
    got: dict[int, Counter[int]] = defaultdict(Counter)
    for op in Indel.opcodes(mine, gold):
        if op.tag == "equal":
            for k in range(op.src_end - op.src_start):
                got[block[op.src_start + k]][owner[op.dest_start + k]] += 1
    total = Counter(block)
    out = np.full(len(texts), -1, dtype=np.intp)
    for i, owners in got.items():
        by_role: Counter[int] = Counter()
        for label, count in owners.items():
            by_role[_ROLE[labels[label][0]]] += count
        role, count = by_role.most_common(1)[0]
        if all(labels[k][1] for k in owners) and 2 * count >= total[i]:
            out[i] = role
    return out


def _flat(texts: list[str]) -> tuple[list[str], list[int]]:
    found = [(w, i) for i, t in enumerate(texts) for w in words(t)]
    return [w for w, _ in found], [i for _, i in found]
