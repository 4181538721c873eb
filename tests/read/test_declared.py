"""What a page declares about itself, in every shape that sites write it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.read.declared import Declared, clean_body, declare


def said(
    *scripts: Any, metas: list[tuple[str, str]] | None = None, title: str | None = None, lang: str | None = None
) -> Declared:
    texts = [s if isinstance(s, str) else json.dumps(s) for s in scripts]
    return declare(texts, metas or [], title=title, lang=lang)


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry &amp; fog",
    "description": "A  short\nsum.",
    "author": [{"@type": "Person", "name": "Ada Writer"}, "Bo Reporter", {"name": "ada writer"}],
    "datePublished": "2024-05-03T06:00:00Z",
    "publisher": {"@type": "Organization", "name": "The River Post"},
    "inLanguage": "en-GB",
    "articleBody": "One.\n\nTwo.",
}


def test_nothing_declared() -> None:
    assert said() == Declared()


def test_article() -> None:
    got = said(ARTICLE)
    assert got == Declared(
        headline="Ferry & fog",
        description="A short sum.",
        authors=("Ada Writer", "Bo Reporter"),
        published="2024-05-03T06:00:00Z",
        site_name="The River Post",
        lang="en-GB",
        article_body="One.\n\nTwo.",
        types=frozenset({"newsarticle"}),
    )


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a: [a],
        lambda a: {"@graph": [{"@type": "WebPage"}, a]},
        lambda a: {"@type": "WebPage", "mainEntity": a},
        lambda a: [[{"@graph": a}]],
        lambda a: {"@type": ["WebPage"], "mainEntityOfPage": a},
    ],
)
def test_found_wherever_it_stands(wrap: Any) -> None:
    got = said(wrap(ARTICLE))
    assert got.headline == "Ferry & fog"
    assert "newsarticle" in got.types


@pytest.mark.parametrize(
    "kind", ["NewsArticle", "http://schema.org/NewsArticle", "schema:NewsArticle", ["X", "NewsArticle"]]
)
def test_types(kind: Any) -> None:
    assert "newsarticle" in said({"@type": kind}).types


def test_author_by_reference() -> None:
    graph = [{"@type": "Article", "author": {"@id": "#p1"}}, {"@type": "Person", "@id": "#p1", "name": "Ada Writer"}]
    assert said({"@graph": graph}).authors == ("Ada Writer",)
    assert said({"@type": "Article", "author": {"@id": "#nobody"}}).authors == ()
    assert said({"@type": "Article", "author": "https://example.org/ada"}).authors == ()


@pytest.mark.parametrize(
    "value,access",
    [
        (True, "free"),
        ("True", "free"),
        ("http://schema.org/True", "free"),
        (1, "free"),
        (False, "locked"),
        ("False", "locked"),
        ("false", "locked"),
        ("https://schema.org/False", "locked"),
        (0, "locked"),
        ([False], "locked"),
        ("", None),
        (None, None),
        (7, None),
        ("perhaps", None),
        ({}, None),
        ([], None),
        (0.5, None),
    ],
)
def test_access(value: Any, access: str | None) -> None:
    got = said({"@type": "Article", "isAccessibleForFree": value})
    assert got.access == access
    assert bool(got.reasons) == (access is not None)


def test_access_reason_names_the_claim() -> None:
    assert said({"@type": "Article", "isAccessibleForFree": False}).reasons == ("json-ld isAccessibleForFree=False",)


def test_the_article_speaks_before_other_entities() -> None:
    page = {"@type": "WebPage", "isAccessibleForFree": True}
    assert said(page, {"@type": "Article", "isAccessibleForFree": "False"}).access == "locked"
    assert (
        said({**page, "isAccessibleForFree": False}, {"@type": "Article", "isAccessibleForFree": True}).access == "free"
    )
    assert said(page).access == "free"


@pytest.mark.parametrize(
    "parts,selectors",
    [
        ({"isAccessibleForFree": False, "cssSelector": ".paid"}, (".paid",)),
        ({"isAccessibleForFree": "False", "cssSelector": ".a, #b > p"}, (".a", "#b > p")),
        ([{"isAccessibleForFree": "http://schema.org/False", "cssSelector": [".a", ".b,.a"]}], (".a", ".b")),
        (
            [
                {"isAccessibleForFree": True, "cssSelector": ".free"},
                {"isAccessibleForFree": False, "cssSelector": ":is(.a, .b), .c"},
            ],
            (":is(.a, .b)", ".c"),
        ),
        ({"isAccessibleForFree": False}, ()),
        ({"isAccessibleForFree": False, "cssSelector": {"a": 3}}, ()),
    ],
)
def test_gated_parts(parts: Any, selectors: tuple[str, ...]) -> None:
    got = said({"@type": "Article", "hasPart": parts})
    assert got.gated_selectors == selectors
    assert got.access == "locked"
    assert said({"@type": "Article", "isAccessibleForFree": True, "hasPart": parts}).access == "metered"


def test_content_tier_wins() -> None:
    article = {"@type": "Article", "isAccessibleForFree": False}
    for tier in ("free", "metered", "locked"):
        got = said(article, metas=[("article:content_tier", tier.upper() + " ")])
        assert got.access == tier
        assert f"meta article:content_tier={tier}" in got.reasons
    assert said(article, metas=[("article:content_tier", "gold")]).access == "locked"


def test_metas() -> None:
    got = said(
        metas=[
            ("og:type", "Article"),
            ("og:title", "Ferry and fog | River Post"),
            ("og:site_name", "River Post"),
            ("og:title", "other"),
            ("description", "plain"),
            ("og:description", "rich"),
            ("author", "Ada Writer"),
            ("article:author", "https://x.example/ada"),
            ("article:published_time", "2024-05-03"),
            ("generator", "PressThing 1.2"),
            ("content-language", "de"),
            ("empty", " "),
        ]
    )
    assert got == Declared(
        og_type="article",
        headline="Ferry and fog",
        site_name="River Post",
        description="rich",
        authors=("Ada Writer",),
        published="2024-05-03",
        generator="PressThing 1.2",
        lang="de",
    )


def test_title_is_the_last_resort() -> None:
    assert said(title=" Ferry \n and fog ").headline == "Ferry and fog"
    assert said(title="Post - Ferry", metas=[("og:site_name", "Post")]).headline == "Ferry"
    assert said(title="Post", metas=[("og:site_name", "Post")]).headline == "Post"
    assert said(ARTICLE, title="x", lang="fr").lang == "fr"


@pytest.mark.parametrize(
    "template",
    [
        "%s",
        "\n<!-- %s -->\n",
        "<![CDATA[%s]]>",
        "//<![CDATA[\n%s\n//]]>",
        "/*<![CDATA[*/ %s /*]]>*/",
        "%s;",
        "\ufeff%s",
        "%s trailing words",
        "%s}",
        '%s,{"@type":"Thing"}',
        '%s{"@type":"Thing"}',
        "[%s,]",
    ],
)
def test_wrappers_and_garbage(template: str) -> None:
    assert said(template % json.dumps(ARTICLE)).headline == "Ferry & fog"


def test_control_characters_and_trailing_commas() -> None:
    assert said('{"@type": "Article", "headline": "a\nb\x01", }').headline in ("a b\x01", "a b")


@pytest.mark.parametrize("bad", ["{", "not json", '{"a": }', "[" * 100_000, "<html>", '{"a": ' + "9" * 5000 + "x"])
def test_unreadable_is_noted_and_skipped(bad: str) -> None:
    got = said(bad, ARTICLE)
    assert got.headline == "Ferry & fog"
    assert got.reasons and got.reasons[0].startswith("json-ld not readable: ")
    assert len(got.reasons[0]) < 200


@pytest.mark.parametrize(
    "raw,text",
    [
        ("plain", "plain"),
        ("a &amp; b", "a & b"),
        ("<p>One</p><p>Two &lt; three</p>", "One\n\n\n\nTwo < three"),
        ("&lt;p&gt;One&lt;/p&gt;", "One"),
        ("a < b and c > d", "a < b and c > d"),
        ("x<br/>y", "x\n\ny"),
        ("<b>bo</b>ld", "bold"),
        ("a<script>if (1<2) {}</script>b<style>p{}</style>c", "abc"),
        ("a<script>open", "a"),
        ("&amp;lt;", "&lt;"),
        ("a\0b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
def test_clean_body(raw: str, text: str) -> None:
    assert clean_body(raw) == text


def test_longest_body_wins() -> None:
    assert said({"articleBody": "short"}, {"@graph": [{"articleBody": ["long", "er"]}]}).article_body == "long\n\ner"
    assert said({"@type": "Article", "articleBody": 3}).article_body is None


KEYS = st.sampled_from(
    "@type @id @graph mainEntity hasPart isAccessibleForFree cssSelector author name headline articleBody inLanguage "
    "publisher datePublished description x".split()
)
TREE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["Article", "False", ".a, .b", "#1", "\ud800", "<p>&lt;"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@given(
    TREE, st.lists(st.tuples(st.sampled_from(["og:title", "author", "article:content_tier", "x"]), st.text(max_size=8)))
)
def test_any_json(value: Any, metas: list[tuple[str, str]]) -> None:
    got = declare([json.dumps(value)], metas, title=None, lang=None)
    for text in (got.headline, got.article_body, got.description, *got.authors, *got.gated_selectors, *got.types):
        assert text is None or isinstance(text, str)
    for text in (got.headline or "", got.article_body or "", *got.authors):
        text.encode("utf-8")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_script(raw: str, title: str) -> None:
    declare([raw, "{" + raw, '{"articleBody":' + json.dumps(raw) + "}"], [], title=title, lang=raw)
