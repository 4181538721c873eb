"""Each layout in small, and what is said when a piece of it is missing."""

from __future__ import annotations

import pytest

from benchmarks.layouts import LAYOUTS, cleaneval, open_corpus
from benchmarks.model import CorpusError
from benchmarks.text import squash


@pytest.fixture
def opened(tmp_path):
    return lambda kind: open_corpus(f"{kind}:{tmp_path}")


def test_wcxb_with_splits_and_page_types(put, opened, html, body):
    truth = {"main_content": body, "with": ["cast in spring"], "without": ["Menu"], "title": "The bell"}
    put("dev/html/0001.html.gz", html)
    put(
        "dev/ground-truth/0001.json",
        {"url": "https://example.org/", "ground_truth": truth, "_internal": {"page_type": {"primary": "article"}}},
    )
    put("test/html/0002.html", html)
    put("test/ground-truth/0002.json", truth | {"page_type": "forum"})
    put("test/ground-truth/0003.json", truth)
    corpus = opened("wcxb")
    assert [(p.id, p.group, p.url) for p in corpus.pages] == [
        ("dev/0001", "article", "https://example.org/"),
        ("test/0002", "forum", None),
    ]
    first = corpus.pages[0]
    assert first.html().decode() == html
    assert (first.truth.readings, first.truth.keep, first.truth.drop) == ((body,), ("cast in spring",), ("Menu",))
    assert len(corpus.set_aside) == 1 and "0003" in corpus.set_aside[0]


def test_wcxb_of_one_split(put, tmp_path, html, body):
    put("dev/html/1.html", html)
    put("dev/ground-truth/1.json", {"main_content": body})
    assert [p.id for p in open_corpus(f"few=wcxb:{tmp_path / 'dev'}").pages] == ["1"]


def test_scrapinghub(put, opened, html, body):
    record = {"articleBody": body, "url": "https://example.org/"}
    put("ground-truth.json", {"aa": record, "bb": record, "cc": {"url": "x"}})
    put("html/aa.html.gz", html)
    put("html/cc.html.gz", html)
    corpus = opened("scrapinghub")
    assert corpus.metric == "shingles"
    assert [(p.id, p.truth.readings, p.url) for p in corpus.pages] == [("aa", (body,), "https://example.org/")]
    assert len(corpus.set_aside) == 2


def test_trafilatura_from_python_source_that_is_not_run(put, opened, tmp_path, html):
    (tmp_path / "cache").mkdir()
    put("eval/bell.html", html)
    put(
        "evaldata.py",
        "import a_package_that_is_nowhere\n"
        "EVAL_PAGES = {'https://example.org/': {'file': 'bell.html', 'with': ['cast'], 'without': ['Menu', ''],"
        " 'region': 'UK'}, 'https://example.org/2': {'file': 'lost.html', 'with': [], 'without': []}}\n",
    )
    corpus = opened("trafilatura")
    assert corpus.metric == "snippets"
    (page,) = corpus.pages
    assert (page.url, page.group, page.truth.keep, page.truth.drop) == (
        "https://example.org/",
        "UK",
        ("cast",),
        ("Menu",),
    )
    assert "lost.html" in corpus.set_aside[0]


def test_trafilatura_from_json(put, html):
    put("bell.html", html)
    file = put("data.json", {"https://example.org/": {"file": "bell.html", "with": ["cast"], "without": []}})
    assert open_corpus(f"trafilatura:{file}").name == "trafilatura"


def test_readability(put, opened, html, body):
    put("001/source.html", html)
    put("001/expected.html", "<div><p>" + body.replace("\n\n", "</p><p>") + "</p></div>")
    put("002/source.html", html)
    corpus = opened("readability")
    assert [(p.id, p.truth.readings) for p in corpus.pages] == [("001", (body.replace("\n\n", "\n"),))]
    assert corpus.set_aside == ["002: no expected.html"]


def fundus_version(*paragraphs: str, summary: list[str] | None = None) -> dict[str, object]:
    return {"body": {"summary": summary or [], "sections": [{"headline": [], "paragraphs": list(paragraphs)}]}}


def test_fundus_versions_are_the_pages_by_date(put, opened, html):
    put("uk/Paper_2023_05_01.html.gz", html)
    put("uk/Paper_2024_01_09.html.gz", html)
    put("uk/Paper.json", {"V1": fundus_version("old"), "V2": fundus_version("new", summary=["short"])})
    put("uk/meta.info", {"Paper_2024_01_09.html.gz": {"url": "https://example.org/new"}})
    put("uk/Other_2024_01_09.html.gz", html)
    put("uk/Other.json", {"V1": fundus_version("a"), "V2": fundus_version("b")})
    corpus = opened("fundus")
    assert [(p.id, p.group, p.url, p.truth.readings) for p in corpus.pages] == [
        ("Paper_2023_05_01", "uk", None, ("old",)),
        ("Paper_2024_01_09", "uk", "https://example.org/new", ("new", "short\nnew")),
    ]
    assert len(corpus.set_aside) == 1 and "2 versions for 1 pages" in corpus.set_aside[0]


def test_pairs_in_folders_of_their_own(put, opened, html, body):
    for site in ("bbc", "cnn"):
        put(f"original/{site}/1.html", html)
        put(f"gold/{site}/1.txt", f"{site}: {body}")
    put("original/bbc/2.html", html)
    corpus = opened("pairs")
    assert {p.id: p.truth.readings[0][:3] for p in corpus.pages} == {
        "original/bbc/1.html": "bbc",
        "original/cnn/1.html": "cnn",
    }
    assert "no text of its name" in corpus.set_aside[0]


def test_pairs_that_nothing_tells_apart_are_set_aside(put, tmp_path, html):
    put("pages/1.html", html)
    put("a/1.txt", "a")
    put("b/1.txt", "b")
    with pytest.raises(CorpusError, match="2 texts of its name"):
        open_corpus(f"pairs:{tmp_path}")


def test_cleaneval(put, opened, html):
    put("finalrun-input/7.html", html)
    put("GoldStandard/7-cleaned.txt", "URL: http://example.org/\n\n<h>The bell\n<p>It was cast.\n<l> and hung")
    assert opened("cleaneval").pages[0].truth.readings == ("The bell\nIt was cast.\nand hung",)


def test_cleaneval_keeps_what_is_no_mark():
    assert cleaneval.clean("<p>a <p> b URL: c") == "a <p> b URL: c"


def test_l3s(put, opened, html):
    put("original/x.html", html)
    put("original/y.html", html)
    put(
        "annotated/x.html",
        "<body><span class='x-nc-sel0'>Menu</span><h1><span class='x-nc-sel1'>The bell</span></h1>"
        "<p><span class='x-nc-sel2'>It was <b>cast</b> in spring</span></p>"
        "<span class='x-nc-sel3'>A picture</span><span class='x-nc-sel4'>More bells</span></body>",
    )
    put("annotated/y.html", "<body><span class='x-nc-sel4'>More bells</span></body>")
    corpus = opened("l3s")
    readings = [squash(r) for r in corpus.pages[0].truth.readings]
    assert readings == [
        "It was cast in spring",
        "The bell It was cast in spring",
        "It was cast in spring A picture",
        "The bell It was cast in spring A picture",
    ]
    assert "nothing is marked" in corpus.set_aside[0]


def test_plain_with_truths_beside_the_pages(tiny):
    corpus = open_corpus(f"plain:{tiny}")
    assert [(p.id, p.group, len(p.truth.drop)) for p in corpus.pages] == [
        ("ferry.html", "article", 2),
        ("lamps.html", "", 0),
    ]
    assert corpus.metric == "words"


def test_plain_with_one_list(put, opened, html, body):
    pages = [{"id": "a", "url": "u", "truth": {"body": body, "full": "Summary. " + body}}, {"id": "b", "truth": {}}]
    put("truth.json.gz", {"pages": [*pages, {"id": "c", "truth": {"body": 7}}]})
    for ident in "abc":
        put(f"html/{ident}.html.gz", html)
    corpus = opened("plain")
    assert [(p.id, len(p.truth.readings)) for p in corpus.pages] == [("a", 2)]
    assert len(corpus.set_aside) == 2


def test_plain_with_snippets_alone_is_scored_by_them(put, opened, html):
    put("truth.json", {"pages": [{"id": "a", "truth": {"with": ["cast"], "without": ["Menu"]}}]})
    put("html/a.html", html)
    assert opened("plain").metric == "snippets"


@pytest.mark.parametrize("spec", ["nothing", "wcxb", "wcxb:", "unheard:/", "=:"])
def test_a_spec_that_is_none_tells_the_kinds(spec):
    with pytest.raises(CorpusError, match="KIND:PATH"):
        open_corpus(spec)


def test_a_place_that_is_not_there():
    with pytest.raises(CorpusError, match="no such"):
        open_corpus("plain:/nowhere/at/all")


@pytest.mark.parametrize("kind", sorted(LAYOUTS))
def test_an_empty_folder_is_an_error_that_says_so(kind, tmp_path):
    with pytest.raises(CorpusError):
        open_corpus(f"{kind}:{tmp_path}")


def test_broken_files_are_named(put, opened):
    put("ground-truth.json", "{oops")
    with pytest.raises(CorpusError, match=r"ground-truth\.json: not JSON \(line 1"):
        opened("scrapinghub")


def test_a_broken_archive_is_named(put, opened, tmp_path, body):
    put("html/a.html.gz", "x")
    (tmp_path / "html/a.html.gz").write_bytes(b"\x1f\x8b\x08broken")
    put("truth.json", {"pages": [{"id": "a", "truth": {"body": body}}]})
    with pytest.raises(CorpusError, match=r"a\.html\.gz: cannot be unpacked"):
        opened("plain").pages[0].html()


def test_a_sample_is_even(put, opened, html, body):
    put("truth.json", {"pages": [{"id": str(i), "truth": {"body": body}} for i in range(10)]})
    for i in range(10):
        put(f"html/{i}.html", html)
    corpus = opened("plain")
    corpus.sample(4)
    assert [p.id for p in corpus.pages] == ["0", "2", "5", "7"]
    corpus.sample(0)
    assert len(corpus.pages) == 4
