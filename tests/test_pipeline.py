"""The way through the stages: what goes in, what is refused, what a document says."""

from __future__ import annotations

import subprocess
import sys

import pytest
from lxml import etree, html

import cleanpress
from cleanpress import Extractor, InputError, LimitError, Limits, Role

TEXT = "The ferry crossed the river at dawn, as it had on every working day since the bridge was washed away."
PAGE = (
    f"<html lang=en><head><title>The last ferry</title></head><body><h1>The last ferry</h1><p>{TEXT}</p></body></html>"
)


def columns(doc: cleanpress.Document) -> list[tuple[object, ...]]:
    return [(b.text, b.role, b.place, b.confidence, b.span) for b in doc.blocks]


@pytest.mark.parametrize(
    "given",
    [PAGE.encode(), bytearray(PAGE.encode()), html.document_fromstring(PAGE), etree.ElementTree(html.fromstring(PAGE))],
    ids=["bytes", "bytearray", "element", "tree"],
)
def test_bytes_str_and_trees_give_the_same(given: object) -> None:
    assert columns(cleanpress.extract(given)) == columns(cleanpress.extract(PAGE))


def test_text_as_bytes_and_str_gives_the_same() -> None:
    assert columns(cleanpress.clean_text(TEXT.encode())) == columns(cleanpress.clean_text(TEXT))


def test_the_address_is_kept() -> None:
    assert cleanpress.extract(PAGE, "https://www.example.org/a").url == "https://www.example.org/a"
    assert cleanpress.clean_text(TEXT, url="https://www.example.org/b").url == "https://www.example.org/b"
    assert cleanpress.extract(PAGE).url is None


def test_the_charset_of_the_header_is_used() -> None:
    data = "<p>Жёлтый паром уходит в последний раз</p>".encode("cp1251")
    assert Extractor().extract(data, charset="windows-1251").blocks[0].text == "Жёлтый паром уходит в последний раз"


@pytest.mark.parametrize("given", [None, 7, ["<p>"], b"", "", " \n", b"%PDF-1.7\n%\xe2\xe3", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_page_is_refused(given: object) -> None:
    with pytest.raises(InputError):
        cleanpress.extract(given)
    with pytest.raises(InputError):
        cleanpress.clean_text(given)  # type: ignore[arg-type]


def test_a_refusal_names_the_address() -> None:
    with pytest.raises(InputError, match=r"https://www\.example\.org/a"):
        cleanpress.extract(b"", "https://www.example.org/a")


@pytest.mark.parametrize(
    "markup", ["<script>var x</script>", "<p></p>", "<!-- nothing -->", "<nav><a href=/>Home</a></nav>"]
)
def test_a_page_without_an_article_is_a_document(markup: str) -> None:
    doc = cleanpress.extract(markup)
    assert doc.text == ""
    assert doc.reasons
    assert doc.confidence < 0.2
    assert doc.headline is None and doc.questions == () and doc.figures == ()
    assert doc.truncated is False


def test_keep_chooses_the_roles_of_the_text() -> None:
    everything = Extractor(keep=Role).extract(PAGE)
    assert everything.text == f"The last ferry\n\n{TEXT}"
    nothing = Extractor(keep=()).extract(PAGE)
    assert nothing.text == ""
    assert [b.role for b in nothing.blocks] == [b.role for b in everything.blocks]
    assert Extractor(keep=["headline", Role.CAPTION]).keep == {Role.HEADLINE, Role.CAPTION}


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="pull_quote"):
        Extractor(keep=["pullquote"])


@pytest.mark.parametrize(
    "limits, given, key",
    [
        (Limits(max_bytes=100), PAGE, "max_bytes"),
        (Limits(max_bytes=100), PAGE.encode(), "max_bytes"),
        (Limits(max_nodes=50), "<p>x</p>" * 60, "max_nodes"),
        (Limits(max_nodes=50), "x<br>" * 60, "max_nodes"),
        (Limits(max_depth=50), "<div>" * 60 + "x", "max_depth"),
        (Limits(max_depth=50), "<span>" * 60 + "x", "max_depth"),
        (Limits(seconds=0.0), PAGE, "seconds"),
    ],
)
def test_limits(limits: Limits, given: str | bytes, key: str) -> None:
    with pytest.raises(LimitError, match=key):
        Extractor(limits=limits).extract(given)


@pytest.mark.parametrize(
    "limits, given",
    [(Limits(max_nodes=50), "<p>x</p>" * 60), (Limits(max_depth=50), "<div>" * 60 + "x" + "</div>" * 60)],
)
def test_limits_hold_for_trees(limits: Limits, given: str) -> None:
    tree = html.document_fromstring(given)
    with pytest.raises(LimitError):
        Extractor(limits=limits).extract(tree)


@pytest.mark.parametrize(
    "limits, text, key",
    [
        (Limits(max_bytes=100), TEXT, "max_bytes"),
        (Limits(max_nodes=50), "x\n\n" * 60, "max_nodes"),
        (Limits(seconds=0.0), TEXT, "seconds"),
    ],
)
def test_limits_of_text(limits: Limits, text: str, key: str) -> None:
    with pytest.raises(LimitError, match=key):
        Extractor(limits=limits).clean_text(text)


def test_a_page_within_the_limits_is_read() -> None:
    limits = Limits(max_bytes=len(PAGE), max_nodes=10, max_depth=10, seconds=None)
    assert columns(Extractor(limits=limits).extract(PAGE)) == columns(cleanpress.extract(PAGE))


def test_a_compressed_page_is_measured_after_unpacking() -> None:
    import gzip

    with pytest.raises(LimitError, match="max_bytes"):
        Extractor(limits=Limits(max_bytes=10_000)).extract(gzip.compress(b"<p>" + b"x" * 100_000))


def test_evidence_speaks_for_the_role() -> None:
    for block in cleanpress.extract(PAGE).blocks:
        assert all(e.role is block.role and e.rule for e in block.evidence)
        assert [e.strength for e in block.evidence] == sorted((e.strength for e in block.evidence), reverse=True)


def test_public_names() -> None:
    for name in cleanpress.__all__:
        assert getattr(cleanpress, name).__name__ == name
        assert name in dir(cleanpress)
    with pytest.raises(AttributeError, match="nothing"):
        cleanpress.nothing  # noqa: B018


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_the_import_costs_next_to_nothing() -> None:
    out = run(
        "import sys, time; start = time.perf_counter(); import cleanpress; took = time.perf_counter() - start;"
        "print(took, *{m.partition('.')[0] for m in sys.modules})"
    )
    took, *modules = out.split()
    assert not {"lxml", "numpy", "trafilatura", "ahocorasick", "msgspec", "click", "rich"} & set(modules)
    assert float(took) < 0.2


def test_a_plain_extract_leaves_trafilatura_alone() -> None:
    out = run(
        "import sys, cleanpress; d = cleanpress.extract('<h1>a</h1><p>b c d</p>'); d.text; d.blocks; d.to_json();"
        "d.to_markdown(); print(*{m.partition('.')[0] for m in sys.modules})"
    )
    assert not {"trafilatura", "htmldate", "click", "rich", "regex"} & set(out.split())


BODY = "".join(
    f"<p>Paragraph {n} of a report on the rebuilding of the old harbour wall, with all that the town had to say.</p>"
    for n in range(12)
)


def test_a_body_that_stands_in_a_template_alone_is_found() -> None:
    doc = cleanpress.extract(
        f"<html><body><h1>The wall</h1><div id=app></div><template><div>{BODY}</div></template></body></html>"
    )
    assert doc.text.count("Paragraph ") == 12


def test_templates_of_a_page_with_a_body_stay_unseen() -> None:
    doc = cleanpress.extract(
        f"<html><body><h1>The wall</h1><article>{BODY}</article><template><p>Card title</p></template></body>"
    )
    assert "Card title" not in [block.text for block in doc.blocks]
    assert doc.text.count("Paragraph ") == 12


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_amp_sections_tell_that_a_part_is_for_subscribers(quote: str) -> None:
    markup = f"<html amp><body><h1>The wall</h1><p>Free part.</p><section subscriptions-section={quote}content{quote}>"
    doc = cleanpress.extract(markup + BODY + "</section></body></html>")
    assert doc.access in ("metered", "locked")
    assert any("subscriptions-section" in reason for reason in doc.reasons)


def test_hidden_text_is_left_out_of_an_article_but_not_a_body_that_a_script_shows() -> None:
    hidden = "<p style='display: none'>Paragraph 99 that no reader of this page ever gets to see, for it is hidden.</p>"
    head = "<meta property=og:type content=article><h1>The wall</h1><p>By Ann Lee</p>"
    assert "Paragraph 99" not in cleanpress.extract(f"<html><body>{head}<article>{BODY}{hidden}</article>").text
    assert (
        cleanpress.extract(f"<html><body>{head}<article style='display:none'>{BODY}</article>").text.count("Paragraph")
        == 12
    )
