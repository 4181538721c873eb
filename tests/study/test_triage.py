from __future__ import annotations

import cleanpress
from cleanpress.study.triage import host_needs, host_told, page_need

GOOD = "<html><head><link rel=canonical href='https://www.good.example/a'></head><body><h1>The mill</h1>" + "".join(
    f"<p>The old mill stood beside the river for years, and number {n} of its wheels turned all winter long.</p>"
    for n in range(12)
)
POOR = (
    "<html><head><meta property='og:url' content='https://poor.example/b'></head><body><div>Words</div><div>More</div>"
)


def test_a_page_that_goes_wrong_needs_more() -> None:
    good, poor = (page_need(cleanpress.extract(page), name) for page, name in ((GOOD, "a"), (POOR, "b")))
    assert 0 <= good.need < poor.need <= 1
    assert (good.host, poor.host) == ("good.example", "poor.example")


def test_a_second_opinion_that_differs_raises_the_need() -> None:
    doc = cleanpress.extract(GOOD)
    alone, disputed = page_need(doc, "a"), page_need(doc, "a", opinion="")
    assert alone.disagreement == 0 < disputed.disagreement
    assert alone.need < disputed.need


def test_hosts_are_told_with_counts_the_neediest_first() -> None:
    pages = [page_need(cleanpress.extract(page), str(n)) for n, page in enumerate([GOOD, POOR, POOR])]
    hosts = host_needs(pages)
    assert [(h.host, h.pages) for h in hosts] == [("poor.example", 2), ("good.example", 1)]
    assert hosts[0].weak == 2


def test_without_any_address_no_host_is_told() -> None:
    assert host_told(cleanpress.extract("<p>Words</p>")) == ""
