"""The compiled look at bytes beside Python's own decoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.model import Limits
from cleanpress.read import source
from cleanpress.read.source import read_markup, read_page

pytestmark = pytest.mark.skipif(source.is_plain is None, reason="built without compiled parts")
_ODD = [
    b"\xc0\xaf", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5", b"\x80", b"\xff",
    b"\xe2\x82", b"\xc3", b"\xf0\x9f\x98", b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xf4\x8f\xbf\xbf", b"\xe2\x82\xac",
]  # fmt: skip


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(
    st.lists(st.one_of(st.sampled_from(_ODD), st.binary(max_size=3), st.text(max_size=9).map(str.encode)), max_size=9)
)
def test_utf8_is_what_the_decoder_takes(pieces: list[bytes]) -> None:
    data = b"<p>" + b"".join(pieces)
    assert source.is_plain(data) == (is_utf8(data) and b"\0" not in data and b"\x1b" not in data)


@pytest.mark.parametrize("odd", _ODD)
@pytest.mark.parametrize("before", [b"<p>", b"<p>12345", b"<p>123456789"])
def test_at_the_end_and_inside(odd: bytes, before: bytes) -> None:
    assert source.is_plain(before + odd) == is_utf8(odd)
    assert source.is_plain(before + odd + b"some more text") == is_utf8(odd + b"some")


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"text", b"%PDF-1.7 <p>", b"\x01<p>", b"\xef\xbb\xbf<p>a", b"<p>\0", b"<p>\x1b$B"]
)
def test_what_needs_a_second_look(data: bytes) -> None:
    assert not source.is_plain(data)


@given(st.text(st.characters(exclude_characters="\0\x1b", exclude_categories=["Cs"])))
def test_markup_is_the_page_in_either_form(words: str) -> None:
    data = f" <p>{words}".encode()
    assert read_markup(data, limits=Limits()) == data
    assert read_page(data, limits=Limits()).encode() == data
