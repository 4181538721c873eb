"""Compose pages, score them and print what was got wrong: `python -m tests.compose --pages 2000 --report`."""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.compose.floors import floors
from tests.compose.pages import plan
from tests.compose.parts import languages
from tests.compose.templates import as_html, as_text
from tests.compose.truth import CONTENT, PROMPTS, Result, accuracy, confusions, f1, pages, read, split, sure


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.compose", description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="number of pages; each is read as HTML and as text")
    parser.add_argument("--language", action="append", help="only this language; may be given again")
    parser.add_argument("--report", action="store_true", help="also the most frequent confusions with samples")
    parser.add_argument("--samples", type=int, default=6, help="blocks shown for each confusion")
    parser.add_argument("--floors", action="store_true", help="print floors.toml from what these pages reach, and stop")
    parser.add_argument("--show", type=int, metavar="SEED", help="print the page of that seed and language and stop")
    given = parser.parse_args()
    chosen = tuple(given.language or languages())
    if given.show is not None:
        drawn = plan(chosen[0], given.show)
        print(as_html(drawn).source, as_text(drawn).source, sep="\n\n")
        return
    if given.floors:
        print(floors(chosen, given.pages))
        return
    start = time.monotonic()
    results = [result for page in pages(chosen, given.pages) for result in read(page)]
    print(f"{given.pages} pages, {len(results)} blocks, {time.monotonic() - start:.1f} s")
    for form, found in split(results, lambda r: r.form).items():
        _tables(form, found)
        if given.report:
            _confusions(found, given.samples)


def _tables(form: str, found: list[Result]) -> None:
    right, share = sure(found)
    print(f"\n== {form}: accuracy {accuracy(found):.3f}, content F1 {f1(found, CONTENT):.3f}, ", end="")
    print(f"of confidence 0.9 and more ({share:.0%}) right {right:.3f}\n")
    for title, by in (("shape", lambda r: r.shape), ("naming", lambda r: r.naming), ("position", lambda r: r.position)):
        line = ", ".join(f"{name or '-'} {accuracy(part):.3f}" for name, part in split(found, by).items())
        print(f"{title:9}{line}")
    print(f"\n{'role':12}{'blocks':>7}{'right':>7}{'F1':>7}")
    for role, part in split(found, lambda r: r.role).items():
        print(f"{role:12}{len(part):7}{accuracy(part):7.3f}{f1(found, frozenset({role})):7.3f}")
    print(f"\n{'language':9}{'right':>7}{'content':>9}", *(f"{role:>9}" for role in PROMPTS))
    for code, part in split(found, lambda r: r.language).items():
        shares = [accuracy(r for r in part if r.role == role) for role in PROMPTS]
        print(f"{code:9}{accuracy(part):7.3f}{f1(part, CONTENT):9.3f}", *(f"{share:9.3f}" for share in shares))


def _confusions(found: list[Result], samples: int) -> None:
    for (role, given), part in confusions(found)[:40]:
        kinds = (Counter(getattr(r, name) for r in part).most_common(5) for name in ("language", "shape", "naming"))
        told = "; ".join(" ".join(f"{name or '-'} {count}" for name, count in kind) for kind in kinds)
        print(f"\n{role} -> {given}: {len(part)} ({told})")
        texts = Counter(r.text for r in part)
        for text, count in texts.most_common(samples):
            first = next(r for r in part if r.text == text)
            print(f"   {count:4} {first.language}/{first.seed} {first.confidence:.2f} {text[:100]!r}")


if __name__ == "__main__":
    main()
