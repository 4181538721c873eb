"""All tools over all corpora, to figures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import leaks, scores
from benchmarks.layouts.files import read_object
from benchmarks.leaks import Leak
from benchmarks.model import Corpus, CorpusError, Page
from benchmarks.text import blocks
from benchmarks.tools import TOOLS
from benchmarks.worker import Answer, Worker

ALL = ""  # the group that holds every page of a corpus
LEADING = "article"  # the page type that gets a line of its own in the table
CHANGING = "cleanpress"  # the package whose version does not tell its state


@dataclass(frozen=True, slots=True)
class Row:
    """What a tool achieved on the pages of a corpus, or of a group of them.

    Args:
        pages: How many.
        f1: 0 to 1, by the corpus's metric, as are `precision` and `recall`.
        sequence: F1 of runs of four words, 0 to 1; None for a corpus of snippets.
        snippets: Listed boilerplate snippets: how many came out, of how many.
        blocks: Blocks of the pages that are not of the article: the same.
        seconds: CPU time of all pages.
        parse: CPU time of lxml's parse of all pages.
        failed: Pages on which the tool raised an error, hung or died.
    """

    pages: int
    f1: float
    precision: float
    recall: float
    sequence: float | None
    snippets: Leak
    blocks: Leak
    seconds: float
    parse: float
    failed: int

    @property
    def times(self) -> float:
        """CPU time in multiples of lxml's parse."""
        return self.seconds / self.parse if self.parse else 0.0


@dataclass(slots=True)
class Results:
    """Figures of corpora; `rows` goes by tool and group, `facts` tells kind, metric and digest of each corpus."""

    date: str
    versions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Row]]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As objects for a JSON file, figures rounded to what they can bear."""
        rows = {
            corpus: {tool: {g: _rounded(asdict(row)) for g, row in groups.items()} for tool, groups in tools.items()}
            for corpus, tools in self.rows.items()
        }
        return {"date": self.date, "versions": self.versions, "facts": self.facts, "rows": rows}

    @classmethod
    def from_file(cls, file: Path) -> Results:
        """Read what `to_json` gave.

        Raises:
            CorpusError: The file is something else.
        """
        try:
            return cls.from_json(read_object(file))
        except (AttributeError, KeyError, TypeError) as error:
            raise CorpusError(f"{file}: not figures of a former run ({error!r}); name another file") from error

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Results:
        """The figures of such objects."""
        rows = {
            corpus: {tool: {g: _row(row) for g, row in groups.items()} for tool, groups in tools.items()}
            for corpus, tools in value["rows"].items()
        }
        return cls(value["date"], value["versions"], value["facts"], rows)

    def reusable(self, corpus: Corpus, tool: str, passes: int) -> dict[str, Row] | None:
        """A tool's former rows, if they are of the same pages and the same version; never cleanpress's own."""
        facts = self.facts.get(corpus.name, {})
        same = facts.get("digest") == digest(corpus) and facts.get("passes") == passes
        if not same or TOOLS[tool].package == CHANGING or self.versions.get(tool) != TOOLS[tool].version():
            return None
        return self.rows.get(corpus.name, {}).get(tool)


def facts(corpus: Corpus, passes: int) -> dict[str, Any]:
    """What has to be known of a corpus beside the figures."""
    groups = sorted({p.group for p in corpus.pages} - {""})
    about = {
        "kind": corpus.kind,
        "metric": corpus.metric,
        "pages": len(corpus.pages),
        "of": corpus.whole or len(corpus.pages),
        "groups": groups,
    }
    return about | {"set_aside": len(corpus.set_aside), "passes": passes, "digest": digest(corpus)}


def digest(corpus: Corpus) -> str:
    """Tells whether two runs had the same pages with the same truth."""
    told = hashlib.sha256()
    for page in corpus.pages:
        told.update(repr((page.id, page.group, page.truth, page.file.stat().st_size)).encode())
    return told.hexdigest()[:16]


def measure(
    corpus: Corpus, tool: str, *, passes: int, patience: float, report: Callable[[str], None]
) -> dict[str, Row]:
    """Run a tool over a corpus; a row for all pages and one for each group.

    Raises:
        ToolError: The tool cannot be imported.
        CorpusError: A page's file is broken.
    """
    done = []
    with Worker(tool, passes=passes, patience=patience) as worker:
        for page in corpus.pages:
            html = page.html()
            answer = worker.ask(html, page.url)
            if answer.error:
                report(f"{corpus.name} {tool} {page.id}: {answer.error}")
            done.append(_judge(corpus, page, html, answer))
    groups = sorted({p.group for p in corpus.pages} - {""})
    picked = {g: [d for p, d in zip(corpus.pages, done, strict=True) if g in {ALL, p.group}] for g in [ALL, *groups]}
    return {group: _sum(corpus, judged) for group, judged in picked.items()}


@dataclass(frozen=True, slots=True)
class _Judged:
    mark: scores.Mark
    sequence: scores.Mark | None
    snippets: Leak
    blocks: Leak
    answer: Answer


def _judge(corpus: Corpus, page: Page, html: bytes, answer: Answer) -> _Judged:
    truth, text = page.truth, answer.text
    around = corpus.boilerplate.get(page.id)
    if around is None:
        around = corpus.boilerplate[page.id] = leaks.boilerplate(truth, blocks(html)) if truth.readings else []
    return _Judged(
        scores.mark(corpus.metric, truth, text),
        scores.sequence(truth, text) if truth.readings else None,
        leaks.snippets(truth, text),
        leaks.blocks(around, text),
        answer,
    )


def _sum(corpus: Corpus, judged: list[_Judged]) -> Row:
    total = scores.total(corpus.metric, [j.mark for j in judged])
    sequences = [j.sequence for j in judged if j.sequence]
    return Row(
        pages=len(judged),
        f1=total.f1,
        precision=total.precision,
        recall=total.recall,
        sequence=scores.total("words", sequences).f1 if sequences else None,
        snippets=_added(j.snippets for j in judged),
        blocks=_added(j.blocks for j in judged),
        seconds=sum(j.answer.seconds for j in judged),
        parse=sum(j.answer.parse for j in judged),
        failed=sum(bool(j.answer.error) for j in judged),
    )


def _added(parts: Iterable[Leak]) -> Leak:
    return sum(parts, Leak())


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()}


def _row(row: dict[str, Any]) -> Row:
    return Row(**row | {"snippets": Leak(**row["snippets"]), "blocks": Leak(**row["blocks"])})
