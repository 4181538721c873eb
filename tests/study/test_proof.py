from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress.study.proof import prove

PAGE = """<html lang=en><head><title>A ferry</title></head><body><main class="entry"><h1>A ferry that never sailed</h1>
<p>For eleven winters the small ferry lay at the north pier, and the harbour master walked past it every morning.</p>
<p>It had been built for a route that was closed before the paint was dry, and the town had paid for it twice over.</p>
<div class="xq"><p>Every second Friday we walk along the pier together and talk about the water and the wind.</p></div>
<p>Last spring a school asked whether it could use the cabin for lessons, and the council said yes at once.</p>
<p>Since then the ferry has left the pier four times, always with children on board, and always back before dusk.</p>
<a class="on" href="?page=2">On</a></main></body></html>"""
FILE = """[site]
name = "example.org"
hosts = ["example.org"]

[article]
next_page = ["a.on"]

[[rule]]
id = "walks"
role = "promo"
css = ".xq"
strength = "certain"
why = "invites to walks"
"""
ROLES = """url = "https://example.org/ferry"
next_page = "https://example.org/ferry?page=2"

[[block]]
role = "paragraph"
text = "It had been built"

[[block]]
role = "promo"
text = "Every second Friday"

[[block]]
role = "paragraph"
text = "Last spring a school"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site file that is proven."""
    (tmp_path / "example.org").mkdir()
    path = tmp_path / "example.org.toml"
    path.write_text(FILE, encoding="utf-8")
    (tmp_path / "example.org" / "ferry.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "example.org" / "ferry.roles.toml").write_text(ROLES, encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(site: Path) -> list[str]:
    return [f"{Path(e.file or '').name}:{e.line}: {e.key}: {e.message}" for e in prove(site).failures]


def test_a_proven_file(site: Path) -> None:
    assert prove(site) == (site, 1, 2, ())


def test_without_a_page_there_is_no_proof(site: Path) -> None:
    for file in (site.parent / "example.org").iterdir():
        file.unlink()
    assert "no proof: put a page into example.org/" in told(site)[0]


def test_a_page_without_roles(site: Path) -> None:
    (site.parent / "example.org" / "ferry.roles.toml").unlink()
    assert "say which roles the blocks have" in told(site)[0]


def test_a_rule_that_never_fires(site: Path) -> None:
    change(site, 'css = ".xq"', 'css = ".zz"')
    out = told(site)
    assert "example.org.toml:8: walks: never fires on its pages: no proof" in out
    assert any("is paragraph, not promo" in line for line in out)


def test_a_rule_that_changes_nothing(site: Path) -> None:
    with site.open("a", encoding="utf-8") as file:
        file.write('\n[[rule]]\nid = "title"\nrole = "headline"\ncss = "h1"\nwhy = "the title"\n')
    block = '[[block]]\nrole = "paragraph"\ntext = "It had'
    title = '[[block]]\nrole = "headline"\ntext = "A ferry"\n\n'
    change(site.parent / "example.org" / "ferry.roles.toml", block, title + block)
    (out,) = told(site)
    assert out.startswith("example.org.toml:15: title: changes nothing on its pages")


def test_a_rule_that_claims_too_much(site: Path) -> None:
    change(site, 'css = ".xq"', 'css = ".entry p"')
    out = told(site)
    assert any("walks: claims 'For eleven winters" in line and "does not list" in line for line in out)
    assert any("walks: claims 'It had been built" in line and "but it is paragraph" in line for line in out)


def test_a_hint_may_be_outweighed(site: Path) -> None:
    rule = '\n[[rule]]\nid = "lean"\nrole = "promo"\ncss = "h1 ~ p:nth-of-type(2)"\nstrength = "{}"\nwhy = "may be"\n'
    before = site.read_text(encoding="utf-8")
    site.write_text(before + rule.format("strong"), encoding="utf-8")
    assert any("lean: claims 'It had been built" in line and "but it is paragraph" in line for line in told(site))
    site.write_text(before + rule.format("hint"), encoding="utf-8")
    assert not any("but it is" in line for line in told(site))


def test_two_rules_that_clash_on_the_page(site: Path) -> None:
    with site.open("a", encoding="utf-8") as file:
        file.write('\n[[rule]]\nid = "box"\nrole = "signup"\ncss = "div.xq"\nstrength = "certain"\nwhy = "a box"\n')
    assert any("box: clashes with 'walks'" in line for line in told(site))


def test_a_role_that_does_not_come_out(site: Path) -> None:
    change(site.parent / "example.org" / "ferry.roles.toml", 'role = "promo"', 'role = "advert"')
    out = told(site)
    assert "ferry.roles.toml:10: block[1]: 'Every second Friday' is promo, not advert" in out


def test_a_block_that_is_not_there(site: Path) -> None:
    change(site.parent / "example.org" / "ferry.roles.toml", "Last spring", "Last autumn")
    assert any("no block begins with 'Last autumn a school'" in line for line in told(site))


def test_a_link_that_is_not_found(site: Path) -> None:
    change(site, 'next_page = ["a.on"]', 'next_page = ["a.off"]')
    out = told(site)
    assert any("next_page: found no link" in line for line in out)
    assert any("article.next_page: never fires" in line for line in out)


def test_a_page_of_another_host(site: Path) -> None:
    change(site.parent / "example.org" / "ferry.roles.toml", 'example.org/ferry"\nnext', 'example.net/ferry"\nnext')
    assert any("does not speak of this page" in line for line in told(site))


def test_a_wrong_proof_is_told(site: Path) -> None:
    change(site.parent / "example.org" / "ferry.roles.toml", 'role = "promo"', 'rolle = "promo"')
    assert any("did you mean 'role'?" in line for line in told(site))
