from __future__ import annotations

from pathlib import Path

import pytest

import cleanpress
from cleanpress import Extractor, InputError, Role
from cleanpress.rules.site.schema import SiteRule
from cleanpress.study.doubts import doubts, second_opinion
from cleanpress.study.draft import Wish, draft_file, draft_rule, fixture, write_draft
from cleanpress.study.proof import prove
from cleanpress.study.selectors import Marked, blocks_with, propose

TEXT = "".join(
    f"<p>The old mill stood beside the river for years, and number {n} of its wheels turned all winter long.</p>"
    for n in range(6)
)
PAGE = f"""<html lang=en><head><title>The mill</title></head><body><h1>The mill</h1><div class=story-body>{TEXT}
<p class="photo-line is-wide">Foto: the wheel in the snow, seen from the bridge that the town has long forgotten.</p>
{TEXT.replace("mill", "barn")}
<p class="photo-line">Foto: the barn in the rain, with the dog that nobody in the village would own up to.</p>
</div></body></html>"""


def _extract(page: str) -> cleanpress.Document:
    return Extractor(site_rules=False).extract(page, url="https://mill.example/a")


def test_words_name_blocks() -> None:
    doc = _extract(PAGE)
    assert {doc.blocks[b].text[:10] for b in blocks_with(doc, "foto:")} == {"Foto: the "}
    assert len(blocks_with(doc, "Foto:")) == 2
    assert blocks_with(doc, "dog that nobody") and not blocks_with(doc, "no such words")


def test_the_most_stable_selector_comes_first() -> None:
    doc = _extract(PAGE)
    best = propose([Marked(doc, blocks_with(doc, "Foto:"))], Role.CAPTION)[0]
    assert (best.selector, best.wanted, best.others) == (".photo-line", 2, 0)


def test_without_a_name_the_words_help() -> None:
    page = PAGE.replace(' class="photo-line is-wide"', "").replace(' class="photo-line"', "")
    doc = _extract(page)
    rule = draft_rule([doc], Wish(Role.CAPTION, {0: blocks_with(doc, "Foto:")})).rule
    assert rule.text == "^Foto:"
    taught = Extractor(rules=draft_file("mill.example", [rule]), site_rules=False).extract(page, url=doc.url)
    assert [b.text[:5] for b in taught.blocks if b.role is Role.CAPTION] == ["Foto:", "Foto:"]


def test_the_draft_stands_its_own_test(tmp_path: Path) -> None:
    doc = _extract(PAGE)
    named = blocks_with(doc, "Foto:")
    rule = draft_rule([doc], Wish(Role.CAPTION, {0: named})).rule
    file = draft_file("mill.example", [rule])
    paths = write_draft(tmp_path, file, [fixture(doc, file, "page-1", named)])
    assert [p.name for p in paths] == ["mill.example.toml", "page-1.html", "page-1.roles.toml"]
    found = prove(paths[0])
    assert (found.pages, found.failures) == (1, ())
    assert "old mill" not in paths[1].read_text()
    with pytest.raises(InputError, match="already"):
        write_draft(tmp_path, file, [])


def test_ids_are_free() -> None:
    doc = _extract(PAGE)
    wish = Wish(Role.CAPTION, {0: blocks_with(doc, "Foto:")})
    first: SiteRule = draft_rule([doc], wish).rule
    assert draft_rule([doc], wish, [first.id]).rule.id == f"{first.id}-2"


def test_naming_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match="no block"):
        draft_rule([_extract(PAGE)], Wish(Role.CAPTION, {}))


def test_doubts_are_sorted_and_say_why() -> None:
    doc = _extract(PAGE)
    found = doubts(doc, opinion=second_opinion(doc))
    assert [d.weight for d in found] == sorted((d.weight for d in found), reverse=True)
    assert all(0 < d.weight <= 1 and d.why for d in found)
    nothing = {d.block: d.why for d in doubts(doc, opinion="")}
    assert any("second opinion drops it" in why for why in nothing.values())
    assert second_opinion(cleanpress.clean_text("Words.")) is None
