from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from cleanpress.errors import InputError
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.schema import ARTICLE_LISTS, Article
from cleanpress.rules.site.write import site_toml
from cleanpress.study.ftr import known_keys, parse_ftr
from cleanpress.study.ftr_rules import Account, import_folder, import_text

FOLDER = Path(__file__).parents[1] / "fixtures" / "ftr"


@pytest.fixture(scope="module")
def imported() -> dict[str, tuple[Article, list[Account]]]:
    out = {}
    for found in import_folder(FOLDER):
        assert found.site and isinstance(found.site.article, Article)
        out[found.site.name] = (found.site.article, list(found.accounts))
    return out


def test_selectors_go_where_they_belong(imported: dict[str, tuple[Article, list[Account]]]) -> None:
    article, _ = imported["harbour-courier.example"]
    assert article.headline == ("//h1[@class='story-head']",)
    assert article.byline == ("//p[@class='writer']",)
    assert article.body == (
        "//div[@id='story']",
        "//article//section[contains(concat(' ', @class, ' '), ' text ')]",
    )
    assert article.single_page == ("//a[text()='View as one page']",)
    assert article.next_page == ("//a[@rel='next']",)
    assert article.leave_out == (
        "//div[@class='share'] | //div[@class='tools']",
        "//p[starts-with(., 'Read more:')]",
        "//aside",
        "//div[@id='story']/ul[last()]",
        '[class*="newsletter-box"], [id*="newsletter-box"]',
        '[class*="promo"], [id*="promo"]',
    )


def test_a_point_before_the_host_is_for_all_hosts_below_it() -> None:
    sites = [found.site for found in import_folder(FOLDER)]
    assert [site.site.hosts for site in sites if site and site.site] == [
        ("*.lamplight.example",),
        ("harbour-courier.example",),
    ]


def test_every_line_is_accounted_for(imported: dict[str, tuple[Article, list[Account]]]) -> None:
    _, accounts = imported["harbour-courier.example"]
    lines = (FOLDER / "harbour-courier.example.txt").read_text().splitlines()
    assert [a.line for a in accounts] == [n for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    assert all(a.why for a in accounts if a.outcome != "carried")
    assert [a.key for a in accounts if a.outcome == "unknown"] == ["strip_everything", ""]
    dropped = {a.key: a.why for a in accounts if a.outcome == "dropped"}
    assert "never changed" in dropped["replace_string"] and "not fetched" in dropped["http_header"]


def test_what_cannot_be_carried_says_why(imported: dict[str, tuple[Article, list[Account]]]) -> None:
    article, accounts = imported["lamplight.example"]
    assert article.headline == ("//h2",) and article.body == ("(id('entry'))",)
    assert "//div[@class='byline']/text()" in article.leave_out, "the text alone, not all that stands in the element"
    why = {a.line: a.why for a in accounts if a.outcome == "dropped"}
    assert "whole page" in why[3] and "XPath" in why[4] and "computes" in why[8]


def test_of_the_strip_and_body_lines_nearly_all_are_carried() -> None:
    counts: Counter[bool] = Counter()
    for found in [*import_folder(FOLDER), import_text(_many(), "many.example.txt")]:
        for account in found.accounts:
            if account.key in ("strip", "strip_id_or_class", "body"):
                counts[account.outcome == "carried"] += 1
    assert counts[True] / counts.total() >= 0.95, counts


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("strip: //comment()", "comments"),
        ("strip: //a/@style", "attribute"),
        ("strip: //*[matches(@id, 'ad-')]", "no function matches"),
        ("strip: //div[lower-case(@class) = 'x']", "no function lower-case"),
        ("strip: //div[@id='unclosed'", "XPath"),
        ("strip: //fb:like", "prefix"),
        ("body: //body", "whole page"),
        ("single_page_link: concat('https://x.example/print/', //meta/@content)", "computes"),
        ("title: //meta[@property='og:title']/@content", "attribute"),
        ("body:", "no value"),
    ],
)
def test_what_no_selector_can_say_is_told(line: str, why: str) -> None:
    (account,) = import_text(line, "x.example.txt").accounts
    assert account.outcome == "dropped" and why in account.why


@pytest.mark.parametrize(
    "xpath",
    [
        "//div[contains(concat(' ', normalize-space(@class), ' '), ' text ')]",
        "//div[@class = concat('a', '-b')]",
        "//div[substring(@id, string-length(@id) - 4) = '-body']",
        "//*[contains(translate(@class, 'ABC', 'abc'), 'share')]",
        "//h2[.='Related']/following-sibling::node()",
        "//h3[text()='More']/following::*",
        "//br[following-sibling::*[1][self::br]]",
        "//div[@class='x']//text()[contains(., 'Advert')]",
        "//div[@id='b']/p[position() > 10 and position() < last()]",
        "//span[@class='x']/..",
        "//*[name()='svg']",
        "(//p[a])[position() < 3]",
        "//script | //style | //noscript",
        "//p[not(node()) or string-length(normalize-space(.)) = 0]",
        "id('entry')",
        "//td[@width='50%' and @bgcolor='#FFFFFF']",
    ],
)
def test_the_turns_that_such_files_take_are_carried(xpath: str) -> None:
    found = import_text(f"strip: {xpath}", "x.example.txt")
    assert [account.outcome for account in found.accounts] == ["carried"]
    assert found.site and isinstance(found.site.article, Article)
    assert found.site.article.leave_out[0].strip("()") == xpath.strip("()")


def _many() -> str:
    """The turns of XPath that such files are full of, written for this test."""
    names = ["related", "side-bar", "tag_list", "socialBar", "ad--wide"]
    turns = [
        "//div[@id='{0}']",
        '//*[contains(@class, "{0}")]',
        "//div[contains(@class,'{0}') and not(@id)]//ul",
        "//p[contains(., '{0}')]/following-sibling::*",
        "//div[@class='{0}'][1]/preceding-sibling::node()[self::p]",
        "(//table[@class='{0}'])[last()]",
        "//a[@href='/{0}'] | //a[@rel='{0}']",
        "//section[h2[text()='{0}']]",
        "descendant::*[@data-name='{0}']",
    ]
    lines = [f"strip: {turn.format(name)}" for turn in turns for name in names]
    return "\n".join([*lines, *(f"strip_id_or_class: {name}" for name in names), "body: //main//article"])


def test_what_is_written_reads_back_and_its_xpaths_compile() -> None:
    for found in import_folder(FOLDER):
        assert found.site
        assert parse_site(site_toml(found.site), "x.toml") == found.site
        for key in ARTICLE_LISTS:
            for selector in getattr(found.site.article, key):
                if not selector.startswith("["):
                    etree.XPath(selector)


def test_quotes_in_names_are_escaped() -> None:
    found = import_text('strip_id_or_class: a"b', "x.example.txt").site
    assert found and isinstance(found.article, Article)
    assert found.article.leave_out == ('[class*="a\\"b"], [id*="a\\"b"]',)


def test_hashes_in_quotes_are_no_comments() -> None:
    assert [line.value for line in parse_ftr("strip: //a[@href=' #top']  # back\nbody: #x")] == [
        "//a[@href=' #top']",
        "#x",
    ]


def test_keys_lead_somewhere_or_say_why() -> None:
    for key in known_keys().values():
        assert bool(key.carry) != bool(key.why)
        assert key.carry in {None, "about", *ARTICLE_LISTS}


def test_an_empty_folder_and_none_at_all_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no site config"):
        list(import_folder(tmp_path))
    with pytest.raises(InputError, match="no such folder"):
        list(import_folder(tmp_path / "none"))


def test_a_file_that_carries_nothing_gives_none() -> None:
    assert import_text("prune: yes", "x.example.txt").site is None
