"""What learned site rules are worth: learn from all pages of a host but one, score the one left out, each page once.

    python tools/learn_bench.py CORPUS_FOLDER ... --scorers SCORERS.py [--least 3] [--kind article] [--json OUT]

A CORPUS_FOLDER holds truth.json.gz ({"scorer": name, "pages": [{"id", "url", "truth"}]}) and html/ID.html.gz;
SCORERS.py holds SCORERS: by name an object with `page(truth, text) -> {"f1": ...}`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

from cleanpress import Extractor, SiteMemory
from cleanpress.study.memory import host_of

PLAIN = Extractor(site_rules=False)


def scorers(file: Path) -> dict[str, Any]:
    """The scorers of a module, by name."""
    spec = importlib.util.spec_from_file_location("scorers", file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.SCORERS)


def by_host(folder: Path, least: int) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """The scorer's name, and the pages of each host that has enough of them."""
    data = json.loads(gzip.decompress((folder / "truth.json.gz").read_bytes()))
    hosts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for page in data["pages"]:
        host = host_of(page["url"] or "")
        if host:
            hosts[host].append(page)
    return data["scorer"], {host: pages for host, pages in hosts.items() if len(pages) >= least}


def scores(host: str, pages: list[dict[str, Any]], folder: Path, scorer: Any) -> list[tuple[float, float]]:
    """F1 of each page without rules and with those learned from the others."""
    html = [gzip.decompress((folder / "html" / f"{page['id']}.html.gz").read_bytes()) for page in pages]
    docs = [PLAIN.extract(h, url=page["url"]) for h, page in zip(html, pages, strict=True)]
    out = []
    for left, page in enumerate(pages):
        memory = SiteMemory(host)
        for number, doc in enumerate(docs):
            if number != left:
                memory.update(doc)
        taught = Extractor(rules=memory.rules(), site_rules=False).extract(html[left], url=page["url"])
        before, after = (float(scorer.page(page["truth"], text)["f1"]) for text in (docs[left].text, taught.text))
        out.append((before, after))
    return out


def main() -> None:
    """Print a line a host and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3, help="pages of a host")
    parser.add_argument("--kind", action="append", help="only hosts whose pages' truth is of this group")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    known = scorers(args.scorers)
    rows: list[dict[str, Any]] = []
    for folder in args.folder:
        name, hosts = by_host(folder, args.least)
        for host, pages in hosts.items():
            if args.kind and pages[0]["truth"].get("group") not in args.kind:
                continue
            found = scores(host, pages, folder, known[name])
            before, after = (statistics.fmean(pair[i] for pair in found) for i in (0, 1))
            rows.append({"corpus": folder.name, "host": host, "pages": found, "before": before, "after": after})
            print(
                f"{folder.name:12} {host:32} {len(found):3}  {before:.4f} {after:.4f}  {after - before:+.4f}",
                flush=True,
            )
    every = [pair for row in rows for pair in row["pages"]]
    before, after = (sum(1 - pair[i] for pair in every) for i in (0, 1))
    print(
        f"{len(rows)} hosts, {len(every)} pages: mean F1 {1 - before / len(every):.4f} -> {1 - after / len(every):.4f},"
    )
    print(f"{1 - after / before:.1%} of the error gone, worst host {min(r['after'] - r['before'] for r in rows):+.4f}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
