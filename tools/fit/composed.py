"""python -m fit.composed FOLDER: pages of the tests' generator, as labelled pages that the fit reads.

Only half of the languages, and seeds that the tests never draw: the other half tells what was learned of pages at
large. Run it from the folder tools with the project's root on the path: PYTHONPATH=.. python -m fit.composed FOLDER.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from tests.compose.pages import plan
from tests.compose.templates import Composed, as_html, as_text

LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "pl", "ru", "sv", "tr")
_FIRST = 1_000_000  # seed; the tests count from 0


def main() -> None:
    """Write the pages."""
    ask = argparse.ArgumentParser(prog="fit.composed", description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--pages", type=int, default=20, help="of each language")
    args = ask.parse_args()
    for form, make in (("html", as_html), ("text", as_text)):
        folder = args.folder / form
        folder.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            for number in range(args.pages):
                name = f"composed-{language}-{number}"
                write(folder, name, make(plan(language, _FIRST + number)))


def write(folder: Path, name: str, page: Composed) -> None:
    """One page and its labels."""
    blocks = [[truth.role, True, truth.text] for truth in page.truths]
    known = {"name": name, "url": "", "group": name, "blocks": blocks}
    (folder / f"{name}.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    with gzip.GzipFile(folder / f"{name}.html.gz", "wb", mtime=0) as file:
        file.write(page.source.encode("utf-8"))


if __name__ == "__main__":
    main()
