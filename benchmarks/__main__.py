"""Compare extractors on public corpora.

    python -m benchmarks wcxb:FOLDER trafilatura:FOLDER --tools cleanpress,trafilatura --limit 200

Each corpus is KIND:PATH, or NAME=KIND:PATH to call it something else in the table. docs/benchmarks.md shows the
layout of each kind and tells what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from benchmarks import table
from benchmarks.layouts import LAYOUTS, open_corpus
from benchmarks.model import Corpus, CorpusError
from benchmarks.run import ALL, Results, facts, measure
from benchmarks.tools import TOOLS
from benchmarks.worker import ToolError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 if all went well, 1 if a tool was missing, 2 if the arguments are of no use."""
    options = _options(arguments)
    try:
        corpora = [open_corpus(spec) for spec in options.corpus]
        former = Results.from_file(options.json) if options.reuse and options.json.is_file() else None
        for corpus in corpora:
            corpus.sample(options.limit)
            _tell_set_aside(corpus)
        results, missing = _measure(corpora, options, former)
        tables = table.parts(Results.from_json(results.to_json()))  # rounded as in the file
        for page in options.write:
            table.write(page, tables)
    except CorpusError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(tables["overview"])
    print(tables["details"])
    return 1 if missing else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", nargs="+", metavar="KIND:PATH", help=f"a corpus; kinds: {', '.join(LAYOUTS)}")
    parser.add_argument("--tools", default=",".join(TOOLS), help="names with commas between; default: %(default)s")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="an even sample of N pages of each corpus")
    parser.add_argument("--passes", type=int, default=1, metavar="N", help="best time of N passes over each page")
    parser.add_argument("--patience", type=float, default=60.0, metavar="S", help="seconds a pass may take (60)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--reuse", action="store_true", help="take from --json's file what has not changed since")
    parser.add_argument(
        "--write", type=Path, action="append", default=[], metavar="PAGE", help="put the tables into a Markdown page"
    )
    options = parser.parse_args(arguments)
    options.tools = [name.strip() for name in options.tools.split(",") if name.strip()]
    unknown = [name for name in options.tools if name not in TOOLS]
    if unknown:
        parser.error(f"unknown tools: {', '.join(unknown)}; there are {', '.join(TOOLS)}")
    if options.reuse and not options.json:
        parser.error("--reuse needs --json FILE")
    if options.passes < 1 or options.limit < 0:
        parser.error("--passes has to be at least 1, --limit at least 0")
    return options


def _measure(corpora: Sequence[Corpus], options: argparse.Namespace, former: Results | None) -> tuple[Results, bool]:
    """All tools over all corpora, and whether a tool was missing."""
    results, missing = Results(datetime.now(UTC).date().isoformat()), False
    for corpus in corpora:
        if corpus.name in results.facts:
            raise CorpusError(f"two corpora are called {corpus.name}; write NAME=KIND:PATH for one of them")
        results.facts[corpus.name] = facts(corpus, options.passes)
        results.rows[corpus.name] = {}
    for tool in options.tools:
        try:
            results.versions[tool] = TOOLS[tool].version()
        except PackageNotFoundError:
            missing = True
            _complain(f"{tool} left out: {TOOLS[tool].package} is not installed; `make benchmarks` installs all tools")
    if former:  # before anything is measured, so that a run that is broken off loses nothing
        _take_over(results, corpora, options.passes, former)
    for tool in list(results.versions):
        try:
            _measure_tool(results, corpora, tool, options)
        except ToolError as error:
            missing = True
            del results.versions[tool]
            _complain(f"{tool} left out: {error}")
        _save(results, options.json)
    return results, missing


def _take_over(results: Results, corpora: Sequence[Corpus], passes: int, former: Results) -> None:
    for corpus in corpora:
        for tool in results.versions:
            rows = former.reusable(corpus, tool, passes)
            if rows:
                results.rows[corpus.name][tool] = rows


def _measure_tool(results: Results, corpora: Sequence[Corpus], tool: str, options: argparse.Namespace) -> None:
    for corpus in corpora:
        rows = results.rows[corpus.name].get(tool)
        again = " (from the former run)" if rows else ""
        if not rows:
            rows = measure(corpus, tool, passes=options.passes, patience=options.patience, report=_complain)
            results.rows[corpus.name][tool] = rows
        _complain(f"{corpus.name}: {tool} F1 {rows[ALL].f1:.4f}, {rows[ALL].times:.1f} x{again}")


def _save(results: Results, file: Path | None) -> None:
    if file:
        file.write_text(json.dumps(results.to_json(), indent=1) + "\n", "utf-8")


def _tell_set_aside(corpus: Corpus) -> None:
    for reason in corpus.set_aside[:5]:
        _complain(f"{corpus.name}: set aside: {reason}")
    if len(corpus.set_aside) > 5:
        _complain(f"{corpus.name}: {len(corpus.set_aside)} pages set aside in all")


def _complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
