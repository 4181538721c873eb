"""Pages whose blocks have the roles that a test says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.annotate.view import View
from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Limits, Role
from cleanpress.pipeline import read_html

Seen = Callable[..., tuple[View, Degrees, NDArray[np.intp]]]


@pytest.fixture
def seen() -> Seen:
    """A page, shares that are sure of the roles given, with a little of teaser's in each, and the likeliest roles."""

    def make(markup: str, *roles: Role) -> tuple[View, Degrees, NDArray[np.intp]]:
        view = View(read_html(markup, None, Limits()))
        assert len(view) == len(roles)
        shares = np.zeros((len(roles), len(ROLES)), dtype=np.float32)
        shares[:, ROLES.index(Role.TEASER)] = 0.1
        shares[np.arange(len(roles)), [ROLES.index(r) for r in roles]] = 1
        return view, shares, shares.argmax(axis=1)

    return make
