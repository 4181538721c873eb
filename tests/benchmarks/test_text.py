from __future__ import annotations

import pytest

from benchmarks.text import blocks, decode, words


def test_words_in_any_script():
    assert words("Ferry No. 7, l’été") == ["ferry", "no", "7", "l", "été"]
    assert words("新しい船") == ["新", "し", "い", "船"]
    assert words("Ferry", fold=False) == ["Ferry"]


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<p>One <b>bold</b> word</p>tail<p>two</p>", ["One bold word", "tail", "two"]),
        ("<p>a<br>b</p>", ["a", "b"]),
        ("<p>a</p><script>x</script><style>y</style><!-- z --><p>b</p>", ["a", "b"]),
        ("<noscript><p>seen</p></noscript>", ["seen"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["1", "2"]),
        ("<p>a<script>x</script>b</p>", ["ab"]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)
def test_blocks_are_what_stands_between_block_level_tags(html, expected):
    assert blocks(html) == expected


def test_deep_pages_do_not_matter():
    assert blocks("<div>" * 3000 + "down" + "</div>" * 3000) in (["down"], [])


def test_re_coded_pages_are_read_as_what_they_are():
    page = '<meta charset="gb2312"><p>żółw</p>'
    assert blocks(page.encode()) == ["żółw"]
    assert blocks(b"\xef\xbb\xbf" + page.encode()) == ["żółw"]


def test_declared_charsets_are_heeded():
    page = '<meta charset="iso-8859-2"><p>żółw</p>'
    assert "żółw" in decode(page.encode("iso-8859-2"))
    assert blocks(page.encode("iso-8859-2")) == ["żółw"]
