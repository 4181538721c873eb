"""Tools of the tests' own stand in for real ones: answering, failing, hanging, dying."""

from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from benchmarks import tools, worker
from benchmarks.tools import Tool
from benchmarks.worker import Answer, ToolError, Worker, done


def test_an_answer_has_text_and_times():
    answer = done(lambda data, url: f"{data.decode()} {url}", b"<p>a</p>", "u", 2)
    assert answer.text == "<p>a</p> u" and not answer.error
    assert 0 <= answer.seconds < 1 and 0 < answer.parse < 1


def test_a_failure_is_an_answer():
    def fails(*_):
        raise KeyError("oh")

    answer = done(fails, b"<p>a</p>", None, 3)
    assert (answer.text, answer.error) == ("", "KeyError: 'oh'")


def test_an_empty_page_is_timed_all_the_same():
    assert done(lambda *_: "", b"", None, 1).error == ""


def test_the_best_pass_counts():
    naps = iter([0.05, 0.0, 0.05])

    def burns(*_):
        end = time.process_time() + next(naps)
        while time.process_time() < end:
            pass
        return ""

    assert done(burns, b"<p>a</p>", None, 3).seconds < 0.04


@pytest.fixture
def stand_in(monkeypatch):
    """A tool that does as the page says, in a forked process, so that it need not be importable."""

    def extract(data, _url):
        if data == b"die":
            os._exit(3)
        if data == b"hang":
            time.sleep(60)
        return data.decode()

    def missing():
        raise ImportError("not here")

    monkeypatch.setitem(tools.TOOLS, "stand-in", Tool("stand-in", None, lambda: extract, ""))
    monkeypatch.setitem(tools.TOOLS, "missing", Tool("missing", None, missing, ""))
    monkeypatch.setattr(worker, "CONTEXT", multiprocessing.get_context("fork"))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_tool_that_hangs_or_dies_costs_one_page(stand_in):
    with Worker("stand-in", patience=0.5) as running:
        assert running.ask(b"one", None).text == "one"
        assert running.ask(b"die", None) == Answer("", error="the process died")
        assert "no answer" in running.ask(b"hang", None).error
        assert running.ask(b"two", None).text == "two"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_tool_that_is_not_installed_says_so(stand_in):
    with pytest.raises(ToolError, match="missing: cannot be imported"):
        Worker("missing")


def test_a_real_process_answers_and_fetches_nothing():
    with Worker("whole-page") as running:
        assert running.ask(b"<p>a</p><p>b</p>", None).text == "a\nb"
