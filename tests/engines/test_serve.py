"""The HTTP service, listening on loopback, with worker processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import cleanpress
from cleanpress.pipelines.rows import PageInput, row_of, to_json

if TYPE_CHECKING:
    from engines.conftest import Pages

pytestmark = pytest.mark.engines
pytest.importorskip("schemathesis")
pytest.importorskip("uvicorn")

MAX_BYTES = 300_000
HTML = {"Content-Type": "text/html; charset=utf-8"}


@contextmanager
def serving(*options: str) -> Iterator[tuple[int, int]]:
    """`cleanpress serve` in a process of its own: port and process id."""
    command = [sys.executable, "-m", "cleanpress.cli", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        lines: list[str] = []
        port = None
        for line in process.stderr or ():
            lines.append(line)
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                port = int(found[1])
                break
        assert port, "".join(lines)
        drain = threading.Thread(target=lambda: lines.extend(process.stderr or ()), daemon=True)
        drain.start()
        try:
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) in (0, 130, -signal.SIGINT), "".join(lines)
            drain.join()
        assert not [line for line in lines if "Traceback" in line], "".join(lines)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving("--workers", "2", "--max-bytes", str(MAX_BYTES), "--waiting", "8", "--page-seconds", "5") as (port, _):
        yield port


def ask(
    port: int, path: str = "/extract", body: bytes | None = None, headers: dict[str, str] = HTML
) -> tuple[int, Any, Any]:
    """Status, JSON and headers of an answer; GET where there is no body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET" if body is None else "POST", path, body, {} if body is None else headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read()), response.headers
    finally:
        connection.close()


def test_a_page_comes_back_as_its_row(port: int, pages: Pages) -> None:
    for page in (pages[0], pages[4], pages[11]):
        want = row_of(PageInput("p", page["html"], page["url"], page["charset"]), cleanpress.Extractor())
        status, found, _ = ask(
            port, f"/extract?id=p&url={page['url']}", page["html"], {"Content-Type": page["charset"]}
        )
        assert status == 200 and found == json.loads(to_json(want))


def test_a_page_in_json_and_text(port: int, pages: Pages) -> None:
    kind = {"Content-Type": "application/json"}
    page = pages[0]["html"].decode()
    body = json.dumps({"html": page, "url": "http://a/", "id": "x"}).encode()
    status, found, _ = ask(port, "/extract?blocks=article", body, kind)
    assert status == 200 and found["id"] == "x" and found["url"] == "http://a/"
    assert {"headline", "byline", "paragraph"} <= {b["role"] for b in found["roles"]} <= set(cleanpress.Role)
    assert "paywall" not in {b["role"] for b in found["roles"]}
    text = found["text"]
    for sent, header in ((json.dumps({"text": text}).encode(), kind), (text.encode(), {"Content-Type": "text/plain"})):
        status, found, _ = ask(port, "/extract?blocks=none", sent, header)
        assert status == 200 and "Hester Quill" in found["text"] and found["roles"] == []


@pytest.mark.parametrize(
    "path, body, media, status, says",
    [
        ("/extract", b"%PDF-1.7 a paper\n%%EOF", "text/html", 422, "PDF"),
        ("/extract", b"", "text/html", 400, "empty"),
        ("/extract", b"<p>x", "image/png", 415, "text/html"),
        ("/extract", b"{", "application/json", 400, ""),
        ("/extract", b'{"url": "http://a/"}', "application/json", 400, "html"),
        ("/extract", b'{"html": "a", "text": "b"}', "application/json", 400, "either"),
        ("/extract", b'{"html": "a", "charset": "b"}', "application/json", 400, "charset"),
        ("/extract?blocks=some", b"<p>x", "text/html", 400, "article"),
        ("/extract", b" " * (MAX_BYTES + 1), "text/html", 413, str(MAX_BYTES)),
        ("/nowhere", b"x", "text/html", 404, ""),
        ("/health", b"x", "text/html", 405, ""),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_why(port: int, path: str, body: bytes, media: str, status: int, says: str) -> None:
    got, found, _ = ask(port, path, body, {"Content-Type": media})
    assert got == status and says in found["error"]


def test_a_body_without_an_end_is_not_read(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(
            b"POST /extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        try:
            for _ in range(1000):
                line.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")
        except OSError:
            return  # it has hung up
        assert b" 413 " in line.recv(4096)


def test_health_and_description(port: int) -> None:
    status, found, _ = ask(port, "/health")
    assert status == 200 and found == {"status": "ok", "version": cleanpress.__version__, "workers": 2, "waiting": 0}
    status, found, _ = ask(port, "/openapi.json")
    assert status == 200 and found["paths"].keys() == {"/extract", "/health", "/openapi.json"}


def test_the_service_does_what_its_description_says(port: int, tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"http://127.0.0.1:{port}/openapi.json"]
    options = ["--max-examples", "40", "--seed", "7", "--generation-database", ":memory:", "--no-color"]
    some_text_that_fits_the_schema_is_no_page = ["--exclude-checks", "positive_data_acceptance"]
    done = subprocess.run(
        [*map(str, command), *options, *some_text_that_fits_the_schema_is_no_page],
        check=False, capture_output=True, text=True, timeout=200, cwd=tmp_path, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"Tested:\s+2\b", done.stdout) and "Coverage (in" in done.stdout, done.stdout[-3000:]


def test_more_than_may_wait_is_refused_and_the_rest_answered(port: int, pages: Pages) -> None:
    slow = b"<article>" + b"".join(b"<p>The %d carts went over the bridge before noon.</p>" % n for n in range(5000))
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: ask(port, body=slow), range(24)))
    statuses = [status for status, _, _ in answers]
    assert set(statuses) == {200, 503} and statuses.count(200) >= 8
    assert all(headers["Retry-After"] == "1" for status, _, headers in answers if status == 503)
    assert ask(port, body=pages[0]["html"])[0] == 200


def test_workers_that_are_killed_are_replaced(pages: Pages) -> None:
    with serving("--workers", "1", "--quiet") as (port, service):
        want = ask(port, body=pages[0]["html"])
        assert want[0] == 200
        for victim in workers_of(service):
            os.kill(victim, signal.SIGKILL)
        time.sleep(0.3)
        assert ask(port, body=pages[0]["html"])[:2] == want[:2]


def workers_of(service: int) -> list[int]:
    """Process ids of the service's workers."""
    out = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == service:
                out.append(int(stat.parent.name))
        except OSError:  # it ended while we looked
            continue
    return out


def test_a_setting_that_makes_no_sense() -> None:
    from cleanpress.engines.serve import app

    with pytest.raises(cleanpress.InputError, match="titel"):
        app(keep=["titel"])


def test_messages_are_what_the_schema_says() -> None:
    from cleanpress.engines.openapi import Posted, describe

    assert set(describe()["components"]["schemas"]["Posted"]["properties"]) == set(Posted.__struct_fields__)
    assert msgspec.json.decode(b'{"html": "a"}', type=Posted).html == "a"
