"""Real crawls of a small site on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from engines.conftest import Pages

pytestmark = pytest.mark.engines
pytest.importorskip("scrapy")

from scrapy.http import HtmlResponse, TextResponse  # noqa: E402
from scrapy.settings import Settings  # noqa: E402

import cleanpress  # noqa: E402
from cleanpress.engines.scrapy import CleanpressPipeline, document, page_of  # noqa: E402

SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Papers(scrapy.Spider):
    name = "papers"

    def parse(self, response):
        for link in response.css("li.story a"):
            yield response.follow(link, self.story)

    def story(self, response):
        yield {"html": HELD, "url": response.url}

if __name__ == "__main__":
    start, target, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    Papers.start_urls = [start]
    process = CrawlerProcess({"FEEDS": {target: {"format": "jsonlines"}}, "LOG_LEVEL": "WARNING",
                              "TELNETCONSOLE_ENABLED": False, **settings})
    crawler = process.create_crawler(Papers)
    process.crawl(crawler)
    process.start()
    stats = {k: v for k, v in crawler.stats.get_stats().items() if k.startswith(("cleanpress", "log_count"))}
    print(json.dumps(stats))
"""
WITH_POET = """
from cleanpress import Document
from scrapy_poet import DummyResponse

class Poet(Papers):
    def story(self, response: DummyResponse, doc: Document):
        yield {"url": response.url, "text": doc.text, "headline": doc.headline}

Papers = Poet
if __name__"""
PIPELINE = {"ITEM_PIPELINES": {"cleanpress.engines.scrapy.CleanpressPipeline": 300}}


@pytest.fixture(scope="module")
def site(pages: Pages) -> Iterator[str]:
    """The pages below an index, served on loopback."""
    by_path = {f"/{n}": page for n, page in enumerate(pages) if page["html"]}
    links = "".join(f"<li class='story'><a href='{path}'>{path}</a></li>" for path in by_path)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = by_path.get(self.path)
            data = page["html"] if page else f"<html><body><ul>{links}</ul></body></html>".encode()
            self.send_response(200 if page or self.path == "/" else 404)
            self.send_header("Content-Type", page["charset"] if page else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def crawl(
    site: str, tmp_path: Path, settings: dict[str, Any], *, held: str = "response", poet: bool = False
) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """The items of a crawl by the last part of their address, and its statistics."""
    spider = SPIDER.replace("HELD", held)
    if poet:
        spider = spider.replace("\nif __name__", WITH_POET, 1)
    script, target = tmp_path / "spider.py", tmp_path / "items.jsonl"
    script.write_text(spider)
    command = [sys.executable, str(script), site, str(target), json.dumps(settings)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert poet or "Traceback" not in done.stderr, done.stderr
    items = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return {i["url"].rpartition("/")[2]: i for i in items}, json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("workers", [0, 2])
def test_items_get_the_article_in_place_of_the_page(site: str, pages: Pages, tmp_path: Path, workers: int) -> None:
    fields = ["text", "headline", "error", "roles"]
    items, stats = crawl(site, tmp_path, {**PIPELINE, "CLEANPRESS_WORKERS": workers, "CLEANPRESS_FIELDS": fields})
    assert len(items) == len(pages) - 1
    for number in (0, 4, 5, 27):
        html = pages[number]["html"].decode("latin-1" if number == 4 else "utf-8")
        doc = cleanpress.extract(html)
        item = items[str(number)]
        assert set(item) == {"url", *fields}
        assert (item["text"], item["headline"], item["error"]) == (doc.text, doc.headline, None)
        assert [b["role"] for b in item["roles"]] == [b.role for b in doc.blocks]
    assert "PDF" in items["6"]["error"] and items["6"]["text"] == ""
    assert stats == {"cleanpress/pages": len(pages) - 1, "cleanpress/errors": 1, "cleanpress/without_article": 1}


def test_fields_can_be_named_and_the_page_kept(site: str, tmp_path: Path) -> None:
    settings = {
        **PIPELINE,
        "CLEANPRESS_FIELDS": {"article": "text"},
        "CLEANPRESS_DROP_HTML": False,
        "CLEANPRESS_KEEP": ["headline"],
    }
    items, _ = crawl(site, tmp_path, settings, held="response.text if hasattr(response, 'text') else response.body")
    assert items["0"]["article"] == "The ferry, part 0"
    assert items["0"]["html"].startswith("<!DOCTYPE")


def test_a_callback_asks_for_a_document(site: str, pages: Pages, tmp_path: Path) -> None:
    pytest.importorskip("scrapy_poet")
    settings = {
        "ADDONS": {"scrapy_poet.Addon": 300},
        "SCRAPY_POET_PROVIDERS": {"cleanpress.engines.scrapy_poet.DocumentProvider": 500},
    }
    items, stats = crawl(site, tmp_path, settings, poet=True)
    assert len(items) == len(pages) - 2 and stats == {"log_count/ERROR": 1}  # the paper goes to the errback
    for number in (0, 4):
        doc = cleanpress.extract(pages[number]["html"].decode("latin-1" if number == 4 else "utf-8"))
        assert items[str(number)]["text"] == doc.text and items[str(number)]["headline"] == doc.headline


def test_a_response_is_read_with_the_charset_of_its_header(pages: Pages) -> None:
    kind = {"Content-Type": "text/html; charset=iso-8859-1"}
    response = HtmlResponse("http://127.0.0.1/4", body=pages[4]["html"], headers=kind)
    doc = document(response)
    assert "Müller" in doc.text and doc.url == "http://127.0.0.1/4"
    assert page_of(response, "a").id == "a"
    text = TextResponse("http://127.0.0.1/t", body=doc.text.encode(), headers={"Content-Type": "text/plain"})
    assert page_of(text).kind == "text" and "Müller" in document(text).text


@pytest.mark.parametrize(
    "name, value", [("CLEANPRESS_FIELDS", ["titel"]), ("CLEANPRESS_KEEP", ["titel"])], ids=["field", "role"]
)
def test_settings_that_make_no_sense_are_told(name: str, value: Any) -> None:
    from scrapy.exceptions import NotConfigured

    class Crawler:
        settings = Settings({name: value})
        stats = None

    with pytest.raises(NotConfigured, match="titel"):
        CleanpressPipeline.from_crawler(Crawler())  # type: ignore[arg-type]
