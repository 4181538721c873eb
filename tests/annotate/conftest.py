"""What the tests of the passes share: a page to look at, and the names that a pass gives a block."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.model import Limits
from cleanpress.pipeline import read_html, read_plain


@pytest.fixture
def look() -> Callable[..., View]:
    """The view of an HTML page."""
    return lambda html, url=None: View(read_html(html, url, Limits()))


@pytest.fixture
def look_at_text() -> Callable[[str], View]:
    """The view of a plain text."""
    return lambda text: View(read_plain(text, None, Limits()))


@pytest.fixture
def told() -> Callable[..., set[str]]:
    """The names of the columns that hold for a block; with a prefix, only those under it, without it."""

    def names(signals: Signals, block: int, prefix: str = "") -> set[str]:
        assert signals.degrees.shape[1] == len(signals.names) == len(set(signals.names))
        return {
            name.removeprefix(prefix)
            for name, degree in zip(signals.names, signals.degrees[block].tolist(), strict=True)
            if degree and name.startswith(prefix)
        }

    return names
