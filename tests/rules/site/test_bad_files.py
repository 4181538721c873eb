"""Wrong site files, each with the error that its writer gets: what, and on which line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanpress.rules.site.check import clashes, problems

GOOD = """\
[site]
name = "example.org"
hosts = ["example.org"]

[article]
body = ["div.entry"]

[[rule]]
id = "letter"
role = "signup"
css = ".letter"
strength = "strong"
why = "asks for an address"
"""
RULE = '\n[[rule]]\nid = "second"\nrole = "teaser"\nwhy = "other stories"\n'
PLATFORM = '[platform]\nname = "example.org"\n'


class Bad(NamedTuple):
    what: str
    old: str
    new: str
    says: str
    line: int | None


BAD = [
    # the text
    Bad("not TOML", "[site]", "[site", "no TOML", 1),
    Bad("unclosed string", '"strong"', '"strong', "no TOML", 12),
    Bad("a key twice", 'why = "asks', 'css = "a"\nwhy = "asks', "no TOML", 13),
    Bad("unclosed list", '["div.entry"]', '["div.entry"', "no TOML", None),
    Bad("empty file", GOOD, "", "say which site it is for", None),
    # the form
    Bad("unknown table", "[article]", "[artikel]", "did you mean 'article'?", 5),
    Bad("unknown key of a rule", "css = ", "cs = ", "did you mean 'css'?", 11),
    Bad("unknown key of the site", "hosts = ", "host = ", "did you mean 'hosts'?", 3),
    Bad("unknown key of the article", "body = ", "text = ", "the keys are", 6),
    Bad("no role", 'role = "signup"\n', "", "this key is missing", 8),
    Bad("no id", 'id = "letter"\n', "", "this key is missing", 8),
    Bad("no why", 'why = "asks for an address"\n', "", "this key is missing", 8),
    Bad("no hosts", 'hosts = ["example.org"]\n', "", "this key is missing", 1),
    Bad("no name", 'name = "example.org"\n', "", "this key is missing", 1),
    Bad("wrong role", '"signup"', '"newsletter"', "there is no role 'newsletter'", 10),
    Bad("misspelt role", '"signup"', '"singup"', "did you mean 'signup'?", 10),
    Bad("wrong strength", '"strong"', '"absolute"', "take one of hint, strong, certain", 12),
    Bad("wrong position", 'css = ".letter"', 'position = "top"', "take one of before_body", 11),
    Bad("one selector for a list", '["div.entry"]', '"div.entry"', "expected `array`", 6),
    Bad("a list for one selector", '".letter"', '[".letter"]', "expected `str", 11),
    Bad("a number in a list", '["div.entry"]', "[3]", "expected `str`", 6),
    Bad("date in quotes", 'why = "asks', 'until = "soon"\nwhy = "asks', "write a date without quotes", 13),
    Bad("neither site nor platform", GOOD[: GOOD.index("[article]")], "", "say which site", None),
    Bad("site and platform", "[article]", PLATFORM + "[article]", "not for both", 5),
    # the site
    Bad("name and file differ", 'name = "example.org"', 'name = "example.com"', "call it example.com.toml", 2),
    Bad("host with scheme", '["example.org"]', '["https://example.org/"]', "without https://", 3),
    Bad("every host", '["example.org"]', '["example.org", "*"]', "one site", 3),
    Bad("a whole top-level domain", '["example.org"]', '["example.org", "*.org"]', "top-level domain", 3),
    Bad("no host at all", '["example.org"]', "[]", "no host, so no page", 3),
    Bad("name is no host of it", '["example.org"]', '["example.net"]', "none of the hosts", 2),
    Bad("path without slash", '["example.org"]', '["example.org"]\npaths = ["opinion/*"]', "matches no path", 4),
    # platforms
    Bad("platform without a sign", GOOD, PLATFORM + RULE + 'css = ".x"', "no sign to tell it by", 1),
    Bad("fingerprint of any page", GOOD, PLATFORM + 'fingerprint = ["charset"]' + RULE + 'css = ".x"', "any kind", 3),
    Bad("short generator", GOOD, PLATFORM + 'generator = ["W"]' + RULE + 'css = ".x"', "too short", 3),
    Bad("markup of any page", GOOD, PLATFORM + 'markup = ["p"]' + RULE + 'css = ".x"', "nearly everything", 3),
    # selectors
    Bad("CSS that cannot be parsed", '".letter"', '"div[.letter"', "no CSS selector", 11),
    Bad("pseudo-element", '".letter"', '"p::first-line"', "CSS", 11),
    Bad("unknown pseudo-class", '".letter"', '"p:glowing"', "no CSS selector", 11),
    Bad("empty CSS", '".letter"', '""', "matches everything", 11),
    Bad("CSS for everything", '".letter"', '"*"', "matches everything", 11),
    Bad("CSS for nearly everything", '".letter"', '"*:not(.letter)"', "matches nearly everything", 11),
    Bad("XPath as CSS", 'css = ".letter"', 'css = "//p"', "no CSS selector", 11),
    Bad("XPath that cannot be parsed", 'css = ".letter"', 'xpath = "//p["', "no XPath", 11),
    Bad("XPath from nowhere", 'css = ".letter"', 'xpath = "div/p"', "an XPath begins with //", 11),
    Bad("XPath that counts", 'css = ".letter"', 'xpath = "(count(//p))"', "not elements", 11),
    Bad("XPath with an unknown function", 'css = ".letter"', "xpath = \"//p[re:test(., 'a')]\"", "no function re", 11),
    Bad("XPath of a later version", 'css = ".letter"', "xpath = \"//p[ends-with(@id, 'a')]\"", "no function", 11),
    Bad("slow XPath", 'css = ".letter"', 'xpath = "//p[count(//*[count(//p) > 1]) > 1]"', "takes too long", 11),
    Bad("bad selector in the article", '["div.entry"]', '["div.entry", "div..x"]', "no CSS selector", 6),
    Bad("selector twice", '["div.entry"]', '["div.entry", "div.entry"]', "stands here twice", 6),
    Bad("article that says nothing", 'body = ["div.entry"]', "body = []", "says nothing", 5),
    # patterns
    Bad("pattern that cannot be compiled", 'css = ".letter"', 'text = "(sign up"', "no pattern", 11),
    Bad("pattern found everywhere", 'css = ".letter"', 'text = ".*"', "is found in every text", 11),
    Bad("pattern for any letter", 'css = ".letter"', 'text = "."', "is found in every text", 11),
    Bad("catastrophic pattern", 'css = ".letter"', 'text = "^(a+)+$"', "can take very long", 11),
    Bad("catastrophic pattern of words", 'css = ".letter"', "text = '(\\w+\\s?)+:$'", "can take very long", 11),
    Bad("empty pattern", 'css = ".letter"', 'text = ""', "matches everything", 11),
    # rules
    Bad("rule without a condition", 'css = ".letter"\n', "", "give it css, xpath, text or position", 8),
    Bad("two rules of one id", GOOD, GOOD + RULE.replace("second", "letter") + 'css = ".x"', "stands once", 16),
    Bad("two rules that clash", GOOD, GOOD + RULE + 'css = ".letter"', "cannot be signup and teaser", 16),
    Bad("the same rule twice", GOOD, GOOD + RULE.replace("teaser", "signup") + 'css = ".letter"', "says the same", 16),
    Bad("id with spaces", '"letter"\n', '"My letter"\n', "small letters", 9),
    Bad("empty why", '"asks for an address"', '" "', "say why", 13),
    Bad("nothing at all", GOOD[GOOD.index("[article]") :], "", "says nothing about any page", None),
    # dates
    Bad("ends too early", 'why = "asks', 'since = 2024-01-01\nuntil = 2023-01-01\nwhy = "asks', "never holds", 14),
    Bad(
        "expired", GOOD[GOOD.index("[article]") :], RULE + 'css = ".x"\nuntil = 2024-01-01', "has expired", 11
    ),
    Bad("two versions for the same days", "[article]", '[[article]]\nbody = ["p.x"]\n[[article]]', "clashes with", 7),
]  # fmt: skip


def test_the_good_file_is_good(tmp_path: Path) -> None:
    path = tmp_path / "example.org.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert problems(path) == []


@pytest.mark.parametrize("bad", BAD, ids=[b.what.replace(" ", "-") for b in BAD])
def test_a_wrong_file_is_told_what_is_wrong_and_where(bad: Bad, tmp_path: Path) -> None:
    path = tmp_path / "example.org.toml"
    assert bad.old in GOOD
    path.write_text(GOOD.replace(bad.old, bad.new, 1), encoding="utf-8")
    found = problems(path, today=dt.date(2025, 1, 1))
    fitting = [e for e in found if bad.says in str(e)]
    assert fitting, [str(e) for e in found]
    assert fitting[0].file == str(path)
    if bad.line is not None:
        assert fitting[0].line == bad.line, str(fitting[0])


def test_there_are_enough_of_them() -> None:
    assert len({b.what for b in BAD}) == len(BAD) >= 40


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "example.org.toml"
    path.write_bytes(GOOD.encode().replace(b"asks", b"\xff"))
    assert "save it as UTF-8" in str(problems(path)[0])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "No such file" in str(problems(tmp_path / "example.org.toml")[0])


def test_two_files_for_one_host(tmp_path: Path) -> None:
    one, two = tmp_path / "example.org.toml", tmp_path / "news.example.org.toml"
    one.write_text(GOOD, encoding="utf-8")
    two.write_text(GOOD.replace('["example.org"]', '["news.example.org",\n "www.example.org"]'), encoding="utf-8")
    (found,) = clashes([one, two])
    assert (found.file, found.line) == (str(two), 4)
    assert "example.org.toml" in found.message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "example.org.toml"
    path.write_text(GOOD.replace(".letter", "p::x").replace("div.entry", "div["), encoding="utf-8")
    assert [e.line for e in problems(path)] == [6, 11]
