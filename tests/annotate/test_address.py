"""What an address says of the page that it leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.annotate.address import FORMS, Home, home_of, host_of, reader, site_of, told, told_plainly
from cleanpress.rules.addresses import AddressFile, addresses
from cleanpress.rules.schema import knowledge, load

HOME = home_of("https://www.harbour-post.example/coast/ferries/pier-to-close-after-storm-1234567.html?x=1")
NAMES = (*addresses().names, *FORMS)
_PARTS = st.sampled_from(
    [*"/?#&=.:-_aZ19", "http:", "https://", "//", "www.", "example", ".co.uk", "mailto:", "2024", "tag", "harbour-post",
     "/coast", "/ferries", "\u00e9", "\u6e2f", "%20", " ", "\t", "facebook", "utm_source", "login", ".html", "12345"]
)  # fmt: skip


def names(href: str, home: Home = HOME) -> set[str]:
    bits = told(href, home)
    return {name for i, name in enumerate(NAMES) if bits >> i & 1}


@pytest.mark.parametrize(
    "href, form",
    [
        ("", "none"),
        ("#", "none"),
        ("javascript:void(0)", "none"),
        ("#notes", "anchor"),
        ("mailto:desk@harbour-post.example", "scheme"),
        ("mailto:?subject=Pier", "unaddressed"),
        ("https://other.example/x", "outside"),
        ("//other.example/x", "outside"),
        ("/", "root"),
        ("https://www.harbour-post.example", "root"),
        ("/coast", "depth1"),
        ("/coast/ferries/", "depth2"),
        ("/coast/ferries/2/x", "depth>=3"),
        ("/coast", "slug<2"),
        ("/old-pier", "slug2"),
        ("/old-pier-sold.html", "slug=3..4"),
        ("/the-old-pier-is-sold-to-gulls", "slug>=5"),
        ("/x/12345", "number"),
        ("/2024/05/x", "dated"),
        ("/2024-05-01/x", "dated"),
        ("/x?y=1", "query"),
        ("/Coast/ferries/pier-to-close-after-storm-1234567.html#top", "self"),
        ("/coast/", "above"),
        ("https://m.harbour-post.example/coast/ferries", "above"),
        ("/coast/storms/1", "beside"),
        ("https://jobs.harbour-post.example/", "sister"),
    ],
)
def test_form(href: str, form: str) -> None:
    assert form in names(href)


@pytest.mark.parametrize(
    "href",
    ["/2024x/", "/1812/05", "/202a/05", "/coastal", "/coast/ferries/pier", "/x?", "https://harbour-post.example/y"],
)
def test_near_misses(href: str) -> None:
    assert not names(href) & {"dated", "above", "self", "query", "number", "sister"}


def test_hints_hold_where_they_should() -> None:
    for name, address in load(knowledge("addresses.toml"), AddressFile).address.items():
        for href in address.fires:
            assert name in names(href), (name, href)
        for href in address.spares:
            assert name not in names(href), (name, href)


def test_a_site_is_the_end_of_its_host() -> None:
    assert site_of(b"www.harbour.example") == site_of(b"harbour.example:8080") == b"harbour.example"
    assert site_of(b"news.harbour.co.uk") == b"harbour.co.uk"
    assert site_of(b"localhost") == b"localhost"
    assert site_of(b"") == b""


def test_hosts() -> None:
    assert host_of("HTTPS://Www.Harbour.example/x") == b"www.harbour.example"
    assert host_of("//cdn.example?x") == b"cdn.example"
    assert host_of("/coast//ferries") == b""
    assert host_of("mailto:a@b.example") == b""


def test_home_without_an_address() -> None:
    assert home_of(None) == home_of("") == home_of("/coast/x") == Home(b"", b"")


def test_the_compiled_reader_says_the_same() -> None:
    quick = reader()
    if quick is None:
        pytest.skip("built without compiled parts")
    for href in ("", "#", "http:", "//", "a.b", "/x.y/..", "?", "https://[::1]:80/x#y?z", "/" + "x-" * 400, "x:" * 9):
        assert quick.told(href, HOME) == told_plainly(href, HOME), href


@given(st.lists(_PARTS, max_size=14).map("".join))
def test_the_compiled_reader_says_the_same_of_any(href: str) -> None:
    quick = reader()
    if quick is not None:
        assert quick.told(href, HOME) == told_plainly(href, HOME)
        near = home_of("//" + href)
        assert quick.told("/coast", near) == told_plainly("/coast", near)
