"""Writes floors.toml: what the pages of the tests reach today, less a little."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.rules.schema import knowledge
from tests.compose.truth import CONTENT, PROMPTS, Result, accuracy, f1, pages, read, split, sure

SMALL, FULL = 230, 2300
LEXICONS = frozenset(f.name.removesuffix(".toml") for f in knowledge("lexicons").iterdir() if f.name.endswith(".toml"))
_SLACK = 0.02  # a role or language of few blocks moves by this much with any change
_HEAD = """# What composed pages reach, less 0.005 for all blocks and 0.02 for a role or a language.
# Made by `python -m tests.compose --pages 2300 --floors`; no figure may fall below its floor.
"""


def floors(languages: Sequence[str], count: int = FULL) -> str:
    """The text of the file, from `count` pages with the languages in turn."""
    every = [result for page in pages(languages, count) for result in read(page)]
    out = [_HEAD]
    for form, found in split(every, lambda r: r.form).items():
        small = [result for result in found if result.seed < SMALL]
        out += [f"[{form}]", f"accuracy = {_below(accuracy(found), 0.005)}"]
        out += [f"accuracy_small = {_below(accuracy(small), 0.005)}", f"sure = {_below(sure(found)[0], 0.005)}"]
        if form == "html":
            out.append(f"lost_without_lexicon = {round(lost(split(found, lambda r: r.language)) + 0.005, 3)}")
        out.append(f"\n[{form}.roles]")
        out += [f"{role} = {_below(accuracy(part))}" for role, part in split(found, lambda r: r.role).items()]
        out.append(f"\n[{form}.languages] # {', '.join(PROMPTS)}")
        for code, part in split(found, lambda r: r.language).items():
            reached = (_below(accuracy(r for r in part if r.role == role)) for role in PROMPTS)
            out.append(f"{code} = [{', '.join(map(str, reached))}]")
        out.append("")
    return "\n".join(out)


def _below(reached: float, slack: float = _SLACK) -> float:
    return max(0.0, round(reached - slack, 3))


def lost(by_language: dict[str, list[Result]]) -> float:
    """How much lower the content's F1 is in languages without a lexicon, mean against mean."""
    known = [f1(part, CONTENT) for code, part in by_language.items() if code in LEXICONS]
    strange = [f1(part, CONTENT) for code, part in by_language.items() if code not in LEXICONS]
    return sum(known) / len(known) - sum(strange) / len(strange)
