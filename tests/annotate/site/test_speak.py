"""What site files do to a page."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import cleanpress
from cleanpress import Extractor, Role
from cleanpress.annotate.site.markup import Markup
from cleanpress.annotate.site.speak import day_of
from cleanpress.errors import LimitError, RuleWarning
from cleanpress.model import Limits
from cleanpress.pipeline import read_html
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.selectors import compile_selector

URL = "https://example.org/ferry"
PAGE = """<html lang=en><head><title>A ferry</title>{head}</head><body>
<div class="above"><p>The lamp was out again this morning, and so we walked home along the road.</p></div>
<main class="entry"><h1>A ferry that never sailed</h1><div class="who"><b class="name">Ada of the pier</b></div>
<p>For eleven winters the small ferry lay at the north pier, and the harbour master walked past it every morning.</p>
<div class="xq"><p>Every second Friday we walk along the pier together and talk about the water and the wind.</p>
<div class="in"><p>The walks begin at the old exchange, and nobody has to say beforehand if they come.</p></div></div>
<p>Last spring a school asked whether it could use the cabin for lessons, and the council said yes at once.</p>
<p>Since then the ferry has left the pier four times, always with children on board, and always back before dusk.</p>
<p><a class="on" href="/ferry/2">On</a></p></main>
<div class="below"><p>Three cooks, one stove and a winter without any deliveries at all, told by one of them.</p></div>
</body></html>"""
SITE = '[site]\nname = "example.org"\nhosts = ["example.org"]\n'


def rule(**keys: str) -> str:
    given = {"id": "x", "role": "promo", "strength": "certain", "why": "y", **keys}
    return "[[rule]]\n" + "".join(f"{k} = {v if k in ('since', 'until') else repr(v)}\n" for k, v in given.items())


def read(toml: str, head: str = "", page: str = PAGE) -> cleanpress.Document:
    file = parse_site(SITE + toml, "example.org.toml")
    return Extractor(rules=file, site_rules=False).extract(page.replace("{head}", head), URL)


def role(doc: cleanpress.Document, start: str) -> Role:
    return next(b.role for b in doc.blocks if b.text.startswith(start))


def claimed(doc: cleanpress.Document) -> list[str]:
    return [b.text.split()[0] for b in doc.blocks if any(e.rule.startswith("site:") for e in b.evidence)]


@pytest.mark.parametrize(
    "keys, words",
    [
        ({"css": ".xq"}, ["Every", "The"]),
        ({"css": ".in"}, ["The"]),
        ({"xpath": "//div[@class='xq']/p"}, ["Every"]),
        ({"css": ".xq", "text": "(?i)^the walks"}, ["The"]),
        ({"text": "walk(ed|s)? "}, ["The", "For", "Every", "The"]),
        ({"css": "p", "position": "first"}, ["The"]),
        ({"css": "main p", "position": "last"}, ["On"]),
        ({"css": "p", "position": "after_body", "text": "cooks"}, ["Three"]),
        ({"css": ".xq", "xpath": "//p"}, ["Every", "The"]),
        ({"css": ".xq", "xpath": "//main/p"}, []),
        ({"css": "b.name"}, ["Ada"]),
        ({"css": "a.on"}, ["On"]),
        ({"css": "script, title, .nothing"}, []),
    ],
)
def test_conditions_hold_together(keys: dict[str, str], words: list[str]) -> None:
    doc = read(rule(**keys))
    assert claimed(doc) == words
    assert all(b.role is Role.PROMO for b in doc.blocks if any(e.rule == "site:example.org/x" for e in b.evidence))


def test_evidence_says_who_spoke_and_by_what() -> None:
    doc = read(rule(css=".xq", text="Friday"))
    block = next(b for b in doc.blocks if b.text.startswith("Every"))
    told = block.evidence[0]
    assert (told.rule, told.role, told.strength, told.words) == ("site:example.org/x", Role.PROMO, 5000, "Friday")
    assert doc.rule_files == ("example.org",)


def test_the_innermost_rule_wins() -> None:
    doc = read(rule(css=".in", id="inner", role="signup") + rule(css=".xq"))
    assert (role(doc, "Every"), role(doc, "The walks")) == (Role.PROMO, Role.SIGNUP)


def test_certain_wins_over_strong() -> None:
    doc = read(rule(css=".in", id="inner", role="signup", strength="strong") + rule(css=".xq"))
    assert role(doc, "The walks") is Role.PROMO


def test_the_body() -> None:
    doc = read('[article]\nbody = [".nothing", "main.entry"]\n')
    assert role(doc, "The lamp") is not Role.PARAGRAPH
    assert role(doc, "Three cooks").disposition != "keep"
    assert role(doc, "For eleven") is Role.PARAGRAPH
    told = next(b for b in doc.blocks if b.text.startswith("For")).evidence[0]
    assert (told.rule, told.words) == ("site:example.org/article.body", "main.entry")


def test_leave_out_and_printed_parts() -> None:
    doc = read('[article]\nleave_out = [".xq", "//div[@class=\'above\']"]\nbyline = [".who"]\ndate = [".below"]\n')
    assert {role(doc, s).disposition for s in ("Every", "The walks", "The lamp")} == {"drop"}
    assert doc.byline == "Ada of the pier"
    assert role(doc, "Three cooks") is Role.DATELINE


@pytest.mark.parametrize("selector", ["a.on", "//a[@class='on']/@href", "main > p:last-child"])
def test_the_next_page(selector: str) -> None:
    doc = read(f'[article]\nnext_page = ["link[rel=next]", "{selector}"]\n')
    assert doc.next_page == "https://example.org/ferry/2"
    assert doc.single_page is None


@pytest.mark.parametrize(
    "day, words", [("2023-05-01T10:00:00Z", ["Every"]), ("2024-05-01", ["The"]), ("", ["The"]), ("of late", ["The"])]
)
def test_versions_by_date(day: str, words: list[str]) -> None:
    toml = rule(id="old", css=".xq > p", until="2024-01-01") + rule(id="new", css=".in", since="2024-01-01")
    head = f'<meta property="article:published_time" content="{day}">' if day else ""
    assert claimed(read(toml, head)) == words


def test_the_day_of_a_page() -> None:
    def day(content: str) -> dt.date | None:
        markup = f'<meta property="article:published_time" content="{content}"><p>a</p>'
        return day_of(read_html(markup, None, Limits()))

    assert day("2024-02-29T12:00:00+01:00") == dt.date(2024, 2, 29)
    assert day("2023-02-29") is None


def test_the_address_may_be_declared() -> None:
    file = parse_site(SITE + rule(css=".xq"), "example.org.toml")
    page = PAGE.replace("{head}", f'<meta property="og:url" content="{URL}">')
    assert Extractor(rules=file, site_rules=False).extract(page).rule_files == ("example.org",)
    assert Extractor(rules=file, site_rules=False).extract(PAGE).rule_files == ()


@pytest.mark.parametrize("make", ["bytes", "tree", "element", "part"])
def test_all_kinds_of_input(make: str) -> None:
    file = parse_site(SITE + rule(css=".xq > p"), "example.org.toml")
    root = etree.fromstring(PAGE, etree.HTMLParser())
    source = {"bytes": PAGE.encode(), "tree": root.getroottree(), "element": root, "part": root.find(".//main")}[make]
    before = etree.tostring(root)
    doc = Extractor(rules=file, site_rules=False).extract(source, URL)
    assert claimed(doc) == ["Every"]
    assert etree.tostring(root) == before


def test_plain_text_is_met_by_patterns() -> None:
    file = parse_site(SITE + rule(text="^Every second") + rule(id="z", css="p"), "example.org.toml")
    doc = Extractor(rules=file, site_rules=False).clean_text("One line here.\n\nEvery second Friday.\n\nMore.", URL)
    assert claimed(doc) == ["Every"]


def test_a_pattern_that_takes_too_long_is_left_out() -> None:
    page = PAGE.replace("On</a>", "a" * 6000 + "!</a>")
    with pytest.warns(RuleWarning, match="took too long"):
        doc = read(rule(text="(a|aa)+$") + rule(id="z", css=".in"), page=page)
    assert claimed(doc) == ["The"]


def test_an_xpath_that_finds_no_elements_is_left_out() -> None:
    with pytest.warns(RuleWarning, match="left out"):
        doc = read(rule(xpath="(count(//p))") + rule(id="z", css=".in"))
    assert claimed(doc) == ["The"]


@pytest.mark.parametrize(
    "xpath, words",
    [
        ("//main/text()", []),
        ("//div[@id='mixed']/text()", ["Loose", "Later"]),
        ("//div[@id='mixed']/text()[contains(., 'Later')]", ["Later"]),
        ("//div[@id='mixed']/p/following-sibling::node()", ["Later"]),
        ("//p[a]/a/text()", ["On"]),
        ("//div[@class='in']/@class", ["The"]),
    ],
)
def test_a_text_stands_for_itself_not_for_all_around_it(xpath: str, words: list[str]) -> None:
    mixed = "<div id=mixed>Loose words of the sea<p>Within a box that holds more</p>Later words of the sea</div>"
    doc = read(rule(xpath=xpath), page=PAGE.replace("</main>", f"{mixed}</main>"))
    assert claimed(doc) == words


@pytest.mark.parametrize("xpath", ["//*[//*[//*[@class]]]", "//p[count(preceding::p) > count(following::p)]"])
def test_an_xpath_that_would_take_hours_is_left_out(xpath: str) -> None:
    page = PAGE.replace("On</a>", "On</a>" + "<p>a<b>c</b></p>" * 20_000)
    start = time.monotonic()
    with pytest.warns(RuleWarning, match=r"too long on this page of 400\d\d elements.*left out"):
        doc = read(rule(xpath=xpath) + rule(id="z", css=".in"), page=page)
    assert claimed(doc) == ["The"]
    assert time.monotonic() - start < 20


def test_the_time_of_a_page_is_watched_between_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1000))
    monkeypatch.setattr("cleanpress.pipeline.time.monotonic", lambda: float(next(now)))
    many = "".join(rule(id=f"x{n}", css=f".in, .n{n}") for n in range(40))
    file = parse_site(SITE + many, "example.org.toml")
    with pytest.raises(LimitError, match="site rules"):
        Extractor(rules=file, site_rules=False, limits=Limits(seconds=20)).extract(PAGE, URL)
    assert next(now) < 30, "the rest of the rules is not tried any more"


CHAINS = [
    "div", ".xq", "div.xq", "p.xq", "#a", "div#a.xq, .in", ".in.xq", ".who, main.entry", "main p", "main > p",
    "div div p", ".xq > .in > p", "main .xq p, .who", "body > div", "html p", "div > div", ".xq .xq", "* > p", "main *",
    "p a.on",
]  # fmt: skip


@pytest.mark.parametrize("source", CHAINS)
def test_chains_are_found_alike_by_columns_and_by_search(source: str) -> None:
    page = PAGE.replace('class="in"', 'class=" in  xq\tz" id="a"').replace("{head}", "")
    selector = compile_selector(source)
    assert selector.chains
    scene = Markup(read_html(page, None, Limits()), page)
    by_columns, by_search = scene.blocks(selector), scene.blocks(selector._replace(chains=()))
    assert by_columns == by_search
    assert bool(by_columns) is (source != "p.xq")


def test_platforms_are_told_by_the_page() -> None:
    page = PAGE.replace("xq", "sharedaddy")
    for head in ('<meta name="generator" content="WordPress 6.5">', '<link href="/wp-content/x.css">'):
        doc = cleanpress.extract(page.replace("{head}", head))
        assert role(doc, "Every") is Role.SHARE
    assert role(cleanpress.extract(page), "Every") is not Role.SHARE


@pytest.mark.parametrize("text", ['<p class="paywall">', '<div class="meteredContent paywall">'])
def test_a_class_that_marks_the_gated_text_drops_nothing(text: str) -> None:
    head = '<link href="https://substackcdn.com/x.css"><meta name="generator" content="Ghost 5">'
    page = PAGE.replace("{head}", head).replace("<p>Last spring", f"{text}Last spring")
    assert role(cleanpress.extract(page), "Last spring") is Role.PARAGRAPH


TAGS = "div p span a ul li table td h2 b svg form".split()
TREE = st.recursive(
    st.sampled_from(["a b", "<br>", "<script>x</script>", "<noscript><p>n</p></noscript>", "<img>", "<!-- c -->", " "]),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"
    ),
    max_leaves=25,
)


NAME = st.sampled_from("div p ul li * .c .d div.c #e".split())
CHAIN = st.lists(NAME, min_size=1, max_size=3).flatmap(
    lambda names: st.lists(st.sampled_from([" ", " > "]), min_size=len(names), max_size=len(names)).map(
        lambda signs: "".join(
            f"{sign if n else ''}{name}" for n, (sign, name) in enumerate(zip(signs, names, strict=True))
        )
    )
)


@settings(max_examples=100, deadline=None)
@given(TREE, CHAIN)
def test_any_chain_is_found_alike(markup: str, source: str) -> None:
    named = (
        markup.replace("<div>", "<div class='c d'>", 2)
        .replace("<p>", "<p class=c id=e>", 1)
        .replace("<li>", "<li class=d>")
    )
    page = f"<html><body><div class=d>{named}</div><p>end</p></body></html>"
    scene = Markup(read_html(page, None, Limits()), page)
    if source != "*":
        selector = compile_selector(source)
        assert scene.blocks(selector) == scene.blocks(selector._replace(chains=()))


@settings(max_examples=60, deadline=None)
@given(TREE)
def test_an_element_is_found_again_by_its_number(markup: str) -> None:
    source = f"<html><body>{markup}<p>end</p></body></html>"
    page = read_html(source, None, Limits())
    scene = Markup(page, source)
    for element, number in scene._every.items():
        if number in page.serial:
            assert page.node_tag[page.serial.index(number)] == element.tag
    for block, text in enumerate(page.texts):
        homes = scene.blocks(compile_selector(f"(//{page.tag[block]})"))
        assert block in homes, (block, text)


def test_elements_are_found_where_the_body_stands_in_templates() -> None:
    start, end = PAGE.index("<main"), PAGE.index("</main>") + len("</main>")
    more = "<p>It had been built for a route that was closed before the paint on its rails was dry.</p>" * 3
    page = f"<html><body><p>a</p><i>b</i><template>{PAGE[start:end]}{more}</template></body></html>"
    assert claimed(read(rule(css=".xq > p"), page=page)) == ["Every"]
