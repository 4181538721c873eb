"""Proof pages for a site file, made of pages at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress import Document, Extractor, InputError
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.write import site_toml
from cleanpress.study.draft import write_pages
from cleanpress.study.proof import prove
from cleanpress.study.supply import supply

BODY = (
    "For eleven winters the small ferry lay at the north pier, and the harbour master walked past it every morning.",
    "It had been built for a route that was closed before the paint was dry, and the town had paid for it twice over.",
    "Last spring a school asked whether it could use the cabin for lessons, and the council said yes at once.",
    "Since then the ferry has left the pier four times, always with children on board, and always back before dusk.",
)
WALK = "Every second Friday we walk along the pier together and talk about the water and the wind."
ROPE = "Our rope is made by hand in the old shed behind the church, by three people and a patient horse."
HEAD = '[site]\nname = "example.org"\nhosts = ["example.org"]\n'


def _doc(*boxes: str, copies: int = 1) -> Document:
    body = "".join(f"<p>{text}</p>" for text in BODY * copies)
    markup = f"<html lang=en><title>T</title><body><main><h1>A ferry</h1>{body}{''.join(boxes)}</main></body></html>"
    return Extractor(site_rules=False).extract(markup, url="https://example.org/1")


def _rule(name: str, role: str, condition: str, strength: str = "certain") -> str:
    return f'[[rule]]\nid = "{name}"\nrole = "{role}"\n{condition}\nstrength = "{strength}"\nwhy = "a test"\n'


def _walk(text: str = WALK) -> str:
    return f'<div class="xq"><p>{text}</p></div>'


def _rope(text: str = ROPE) -> str:
    return f'<div class="yq"><p>{text}</p></div>'


WALKS, ROPES = _rule("walks", "promo", 'css = ".xq"'), _rule("ropes", "advert", 'css = ".yq"')


@pytest.mark.parametrize(
    ("rules", "docs", "left", "pages"),
    [
        (WALKS, [_doc(_walk())], [], 1),
        (WALKS, [_doc(_walk()), _doc(_walk(), copies=3)], [], 1),
        (WALKS + ROPES, [_doc(_walk()), _doc(_rope(), copies=2)], [], 2),
        (WALKS + ROPES, [_doc(_walk())], ["ropes"], 1),
        (WALKS + _rule("plain", "paragraph", 'css = "main > p"', "hint"), [_doc(_walk())], ["plain"], 1),
        (WALKS + _rule("again", "promo", 'css = "div.xq > p"', "strong"), [_doc(_walk())], ["again"], 1),
        (_rule("words", "promo", 'text = "^Every second Friday"'), [_doc(_walk())], [], 1),
        (ROPES, [_doc(_walk())], ["ropes"], 0),
    ],
    ids=["one", "the smaller page", "a page each", "never fires", "no use", "twice told", "by its words", "nothing"],
)
def test_what_is_left_stands_its_test(
    rules: str, docs: list[Document], left: list[str], pages: int, tmp_path: Path
) -> None:
    found = supply(parse_site(HEAD + rules, "example.org.toml"), docs)
    assert list(found.left_out) == left
    assert len(found.fixtures) == pages
    if pages:
        path = tmp_path / "example.org.toml"
        path.write_text(site_toml(found.file), encoding="utf-8")
        write_pages(tmp_path / "example.org", found.fixtures)
        assert prove(path).failures == ()


def test_the_pages_say_nothing_of_what_they_said() -> None:
    (page,) = supply(parse_site(HEAD + WALKS, "example.org.toml"), [_doc(_walk())]).fixtures
    assert "xq" in page.html
    assert not any(word in page.html for word in ("ferry", "harbour", "council"))


def test_blocks_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    doc = _doc(f"<p>{WALK}</p>", _walk())
    found = supply(parse_site(HEAD + WALKS, "example.org.toml"), [doc])
    path = tmp_path / "example.org.toml"
    path.write_text(site_toml(found.file), encoding="utf-8")
    write_pages(tmp_path / "example.org", found.fixtures)
    assert prove(path).failures == ()


def test_a_platform_has_no_address_to_prove() -> None:
    file = parse_site('[platform]\nname = "kiosk"\ngenerator = ["Kiosk"]\n' + WALKS, "kiosk.toml")
    with pytest.raises(InputError, match="platform"):
        supply(file, [_doc(_walk())])
