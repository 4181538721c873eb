"""What is learned from composed sites, and how much is remembered."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cleanpress
from cleanpress import Extractor, InputError, SiteMemory
from cleanpress.rules.site.read import parse_site
from cleanpress.study import state as state_module


def _load(name: str) -> ModuleType:
    # under --import-mode=importlib the folder of a test is not on sys.path
    spec = importlib.util.spec_from_file_location(f"study_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"study_{name}"] = module
    spec.loader.exec_module(module)
    return module


sites = _load("sites")
PLAIN = Extractor(site_rules=False)
SEEN = 5


def _taught(number: int) -> SiteMemory:
    template = sites.site(number)
    pages = [sites.page(template, n) for n in range(SEEN)]
    return cleanpress.learn((page.html, page.url) for page in pages)


def test_after_five_pages_what_the_passes_miss_is_caught() -> None:
    missed = caught = dropped = 0
    for number in range(6):
        template, memory = sites.site(number), _taught(number)
        reader = Extractor(rules=memory.rules(), site_rules=False)
        for n in range(SEEN, 20):
            page = sites.page(template, n)
            before = PLAIN.extract(page.html, url=page.url).blocks
            after = reader.extract(page.html, url=page.url).blocks
            leaked = {b.index for b in before if b.span and b.text not in page.own}
            gone = {b.index for b, a in zip(before, after, strict=True) if b.span and not a.span}
            missed, caught, dropped = missed + len(leaked), caught + len(leaked & gone), dropped + len(gone)
    assert missed > 400, "the sites are too easy to show anything"
    assert caught >= 0.95 * missed
    assert caught >= 0.99 * dropped


def test_what_is_learned_is_an_ordinary_site_file_with_counts_as_reasons() -> None:
    memory = _taught(1)
    file = parse_site(memory.to_toml(), "learned.toml")
    assert file == memory.rules()
    assert file.site and file.site.hosts == ("folio1.example",)
    assert all("of 5 pages" in rule.why for rule in file.rule)
    assert len({rule.id for rule in file.rule}) == len(file.rule) >= 4


def test_pages_come_as_a_stream_and_in_any_form() -> None:
    template = sites.site(2)
    pages = [sites.page(template, n) for n in range(SEEN)]
    one = cleanpress.learn(PLAIN.extract(p.html, url=p.url) for p in pages)
    two = cleanpress.learn([p.html.encode() for p in pages], host=template.host)
    assert one.rules() == two.rules() == _taught(2).rules()


def test_memory_is_saved_and_goes_on() -> None:
    template = sites.site(3)
    pages = [PLAIN.extract(p.html, url=p.url) for p in (sites.page(template, n) for n in range(SEEN))]
    memory = SiteMemory()
    for page in pages[:3]:
        memory.update(page)
    memory = SiteMemory.from_bytes(memory.to_bytes())
    for page in pages[3:]:
        memory.update(page)
    assert memory.pages == SEEN
    assert memory.rules() == _taught(3).rules()


def test_memory_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_module, "MOST_TEXTS", 60)
    monkeypatch.setattr(state_module, "MOST_SPOTS", 12)
    monkeypatch.setattr(state_module, "MOST_PHRASES", 8)
    template = sites.site(1)
    memory = SiteMemory()
    for n in range(30):
        page = sites.page(template, n)
        memory.update(PLAIN.extract(page.html, url=page.url))
        found = memory.state
        assert len(found.texts) <= 60 and len(found.phrases) <= 8
        assert len(found.paths) <= 12 and len(found.containers) <= 12
    assert any(rule.role.disposition == "drop" for rule in memory.rules().rule)


def test_memory_holds_no_text_of_the_articles() -> None:
    saved = _taught(1).to_bytes().decode("utf-8", "replace")
    own = sites.page(sites.site(1), 0).own
    assert not any(text in saved for text in own)


def test_the_articles_own_subheads_are_not_furniture() -> None:
    def page(n: int) -> str:
        texts = [" ".join(f"word{n}{i}{k} goes on" for k in range(30)) + "." for i in range(4)]
        heads = ("History", "Use", "See")
        body = "".join(f"<h2>{head}</h2><p>{text}</p>" for head, text in zip(heads, texts, strict=False))
        return f"<html><body><main><h1>Thing {n}</h1><div class=text>{body}<p>{texts[3]}</p></div></main></body></html>"

    memory = cleanpress.learn([page(n) for n in range(6)], host="docs.example")
    assert not [rule for rule in memory.rules().rule if rule.role.disposition == "drop"]


@pytest.mark.parametrize(("pages", "words"), [(["<p>One page.</p>"], "1 page"), ([], "0 page")])
def test_too_few_pages_are_told(pages: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        cleanpress.learn(pages, host="few.example").rules()


def test_without_a_host_there_is_no_file() -> None:
    with pytest.raises(InputError, match="address"):
        cleanpress.learn(["<p>One.</p>", "<p>Two.</p>"]).rules()


def test_plain_text_and_trees_are_refused() -> None:
    from lxml import html

    memory = SiteMemory("x.example")
    with pytest.raises(InputError, match="plain text"):
        memory.update(cleanpress.clean_text("Words."))
    with pytest.raises(InputError, match="tree"):
        memory.update(cleanpress.extract(html.fromstring("<p>Words</p>")))
    with pytest.raises(InputError, match="no saved memory"):
        SiteMemory.from_bytes(b"nothing")
