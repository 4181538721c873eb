"""What site rules cost: a page of a site with a file, and a page of none of many installed files, against none at all.

Usage: python tools/rules_bench.py [FOLDER_OR_FILE ...]; without arguments, the pages that come with the project.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import process_time

from bench import HOME, found

from cleanpress import Extractor
from cleanpress.rules.site.ruleset import rule_set

FILES = 1000
ROUNDS = 15
HEAD = '[site]\nname = "{0}"\nhosts = ["{0}"]\n'
OWN = "own.example"


def rules(kind: str, conditions: list[str], strength: str = "certain") -> str:
    """A site file's rules, one for each condition."""
    return "".join(
        f'[[rule]]\nid = "r{n}"\nrole = "promo"\n{kind} = \'{what}\'\nstrength = "{strength}"\nwhy = "bench"\n'
        for n, what in enumerate(conditions)
    )


USUAL = '[article]\nbody = ["article", "main"]\nleave_out = [".tools", ".related"]\n'
USUAL += rules("css", [".promo", ".newsletter", "div.box > p", ".related li", "#more"]).replace('"r', '"c')
USUAL += rules("text", ["^Read more:", "(?i)^see also", r"^Photos?\s*:"])
TEN = (
    "div.related p|.body > p|aside .box a|#main .promo p|.teaser h3|ul.tags li|.author .bio"
    "|.card > a|nav .item|.more li"
)
TWENTY = (
    "p|div p|div > p|a|li|ul li|div a|span|main p|article p|p a|section p|h2|div h2|div div p|body p|div div|"
    "body div p|body li|main div p"
)
KINDS = {
    "one class": rules("css", [".promo"]),
    "usual: body, two to leave out, five selectors, three texts": USUAL,
    "ten selectors of a class and what stands in it": rules("css", TEN.split("|")),
    "twenty selectors that each find much": rules("css", TWENTY.split("|"), "hint"),
    "five XPaths": rules("xpath", ['//div[@class="promo"]', "//p[b]", "//div//p[a]", "//ul/li[a]", "//aside//p"]),
}


def main(arguments: list[str]) -> int:
    """Print the figures; 1 if there is nothing to measure."""
    pages = [p.read_bytes() for p in found([Path(a) for a in arguments] or [HOME / "examples", HOME / "tests"])]
    if not pages:
        print("rules_bench: no pages there", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(FILES):
            host = f"site{n}.example"
            (folder / f"{host}.toml").write_text(HEAD.format(host) + USUAL, encoding="utf-8")
        setups = {"no file": Extractor(), f"{FILES} files of other sites": Extractor(rules=folder)}
        for kind, text in KINDS.items():
            path = folder / "own" / f"{kind.partition(':')[0]}" / f"{OWN}.toml"
            path.parent.mkdir(parents=True)
            path.write_text(HEAD.format(OWN) + text, encoding="utf-8")
            setups[kind] = Extractor(rules=rule_set(path))
        best = {kind: [float("inf")] * len(pages) for kind in setups}
        for turn in range(ROUNDS):
            order = [*setups.items()][turn % len(setups) :] + [*setups.items()][: turn % len(setups)]
            for at, page in enumerate(pages):  # in turn, so that a busy moment, or a cold cache, falls on all of them
                for kind, extractor in order:
                    start = process_time()
                    extractor.extract(page, f"https://{OWN}/story")
                    best[kind][at] = min(best[kind][at], process_time() - start)
    plain = sum(best["no file"])
    print(f"{len(pages)} pages, {plain / len(pages) * 1000:.2f} ms each without a file")
    for kind, times in best.items():
        print(f"{kind:60} {sum(times) / plain:6.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
