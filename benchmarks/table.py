"""Figures as Markdown, and Markdown into its place in a page of the docs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.leaks import Leak
from benchmarks.model import CorpusError
from benchmarks.run import ALL, LEADING, Results, Row
from benchmarks.tools import TOOLS

NONE = "–"
SHORT = ("cleanpress", "trafilatura", "readability-lxml", "resiliparse")  # the columns of the short table
OWN_WAY = {"words": "words", "shingles": "runs of four words", "snippets": "snippets"}


def overview(results: Results) -> str:
    """One row a tool: F1 on each corpus, what leaked and how long it took, over all corpora."""
    columns = _columns(results)
    head = ["tool", "version", *(f"F1 {_title(c, g)}" for c, g in columns), "snippets leaked", "blocks leaked"]
    lines = []
    for tool in _tools(results):
        own = [results.rows[corpus].get(tool, {}) for corpus in results.facts]
        rows = [groups[ALL] for groups in own if ALL in groups]
        f1 = _bold_best(results, columns, tool)
        snippets, blocks = (sum((getattr(r, what) for r in rows), Leak()) for what in ("snippets", "blocks"))
        parse, seconds = sum(r.parse for r in rows), sum(r.seconds for r in rows)
        cells = [tool, results.versions.get(tool) or NONE, *f1, _rate(snippets), _rate(blocks)]
        lines.append([*cells, f"{seconds / parse:.1f}" if parse else NONE, str(sum(r.failed for r in rows))])
    return markdown([*head, "time", "failed"], lines)


def details(results: Results) -> str:
    """A table for each corpus, and for its articles where it has other page types as well."""
    parts = []
    for corpus, group in _columns(results):
        facts = results.facts[corpus]
        rows = {t: results.rows[corpus][t][group] for t in _tools(results) if group in results.rows[corpus].get(t, {})}
        pages = next((row.pages for row in rows.values()), 0)
        parts.append(f"### {_title(corpus, group)}\n\n{pages} pages, scored by {OWN_WAY[facts['metric']]}.\n")
        head = ["tool", "F1", "precision", "recall", "F1 of runs", "snippets leaked", "blocks leaked", "time", "failed"]
        parts.append(markdown(head, [[tool, *_cells(row)] for tool, row in rows.items()]))
    return "\n".join(parts)


def by_group(results: Results, corpus: str) -> str:
    """F1 of each tool on each group of a corpus."""
    groups = results.facts[corpus]["groups"]
    rows = {tool: results.rows[corpus][tool] for tool in _tools(results) if tool in results.rows[corpus]}
    sizes = {g: next((r[g].pages for r in rows.values() if g in r), 0) for g in groups}
    head = ["tool", *(f"{g} ({sizes[g]})" for g in groups)]
    return markdown(head, [[tool, *(_figure(r[g].f1 if g in r else None) for g in groups)] for tool, r in rows.items()])


def short(results: Results) -> str:
    """F1 of the leading tools, a line a corpus."""
    tools = [tool for tool in SHORT if tool in _tools(results)]
    lines = []
    for corpus, group in _columns(results):
        rows = [results.rows[corpus].get(tool, {}).get(group) for tool in tools]
        pages = next((row.pages for row in rows if row), 0)
        lines.append([f"{_title(corpus, group)}, {pages:,} pages", *(_figure(r.f1 if r else None) for r in rows)])
    whole = [[results.rows[corpus].get(tool, {}).get(ALL) for corpus in results.facts] for tool in tools]
    for name, what in (("listed snippets leaked", "snippets"), ("boilerplate blocks leaked", "blocks")):
        lines.append([name, *(_rate(sum((getattr(r, what) for r in rows if r), Leak())) for rows in whole)])
    sums = [(sum(r.seconds for r in rows if r), sum(r.parse for r in rows if r)) for rows in whole]
    lines.append(["time, in times of lxml's parse", *(f"{s / p:.1f}" if p else NONE for s, p in sums)])
    return markdown(["F1", *tools], lines)


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table; the first column to the left, the others to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "".join("| " + " | ".join(line) + " |\n" for line in [head, rule, *lines])


def parts(results: Results) -> dict[str, str]:
    """What may be put into a page, by the name in its marks."""
    tables = {"overview": overview(results), "details": details(results), "short": short(results)}
    tables["made"] = f"Measured on {results.date}, on {_sizes(results)}.\n"
    called = [[tool, results.versions.get(tool) or NONE, TOOLS[tool].about] for tool in _tools(results)]
    tables["tools"] = markdown(["tool", "version", "called as"], called).replace("---:", "---")
    for corpus, facts in results.facts.items():
        if LEADING in facts["groups"]:
            tables[f"groups {corpus}"] = by_group(results, corpus)
    return tables


def write(page: Path, tables: dict[str, str]) -> None:
    """Put tables between the marks `<!-- benchmarks: NAME -->` and `<!-- /benchmarks -->` of a page.

    Raises:
        CorpusError: The page has no such marks.
    """
    text = page.read_text("utf-8")
    marks = re.compile(r"(<!-- benchmarks: ([^>]+?) -->\n).*?(<!-- /benchmarks -->)", re.DOTALL)
    if not marks.search(text):
        raise CorpusError(f"{page}: has no marks <!-- benchmarks: NAME --> ... <!-- /benchmarks -->")
    known = marks.sub(lambda m: f"{m[1]}\n{tables[m[2]]}\n{m[3]}" if m[2] in tables else m[0], text)
    page.write_text(known, "utf-8")


def _sizes(results: Results) -> str:
    """How many pages of each corpus were measured, and of how many where it was a sample."""
    told = []
    for corpus, facts in results.facts.items():
        sample = f" of {facts['of']:,}" if facts["of"] != facts["pages"] else ""
        told.append(f"{facts['pages']:,}{sample} pages of {corpus}")
    return ", ".join(told)


def _columns(results: Results) -> list[tuple[str, str]]:
    columns = []
    for corpus, facts in results.facts.items():
        if LEADING in facts["groups"] and len(facts["groups"]) > 1:
            columns.append((corpus, LEADING))
        columns.append((corpus, ALL))
    return columns


def _tools(results: Results) -> list[str]:
    return [tool for tool in TOOLS if any(tool in rows for rows in results.rows.values())]


def _title(corpus: str, group: str) -> str:
    return f"{corpus}/{group}" if group else corpus


def _bold_best(results: Results, columns: Sequence[tuple[str, str]], tool: str) -> list[str]:
    cells = []
    for corpus, group in columns:
        figures = {t: groups[group].f1 for t, groups in results.rows[corpus].items() if group in groups}
        cell = _figure(figures.get(tool))
        cells.append(f"**{cell}**" if tool in figures and cell == _figure(max(figures.values())) else cell)
    return cells


def _cells(row: Row) -> list[str]:
    figures = [_figure(f) for f in (row.f1, row.precision, row.recall, row.sequence)]
    return [*figures, _rate(row.snippets), _rate(row.blocks), f"{row.times:.1f}", str(row.failed)]


def _figure(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _rate(leak: Leak) -> str:
    return _figure(leak.rate)
