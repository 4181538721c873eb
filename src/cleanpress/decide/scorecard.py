"""A scorecard: for each named signal the points that it gives to roles. Fitted by `tools/fit`, readable, editable."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.errors import RuleError
from cleanpress.model import Role
from cleanpress.rules.schema import knowledge, load

ROLES = tuple(Role)
_COLUMN = {role.value: i for i, role in enumerate(ROLES)}
ALWAYS = "always"


class ScorecardFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points by tier, signal and role. 100 points multiply a role's odds by e.

    Attributes:
        about: How and when it was fitted.
        draft: Points of the block tier, for the draft.
        final: Points of both tiers, for the verdict.
        calibration: (score of the winning role's share, chance that it is right), ascending.
    """

    about: str
    draft: dict[str, dict[str, float]]
    final: dict[str, dict[str, float]]
    calibration: list[tuple[float, float]]


class Scorecard(NamedTuple):
    """A scorecard laid out for the signals of the passes.

    Attributes:
        block: (signals of the block tier, 2 x roles): points for the draft, then for the verdict.
        block_always: What every block gets, likewise.
        context: (signals of the context tier, roles).
        calibration: Pairs of share and chance.
    """

    block: Degrees
    block_always: Degrees
    context: Degrees
    calibration: NDArray[np.float64]


@cache
def read_scorecard(form: str) -> ScorecardFile:
    """The packaged scorecard for a form of input ("html" or "text"), loaded once a process.

    Raises:
        RuleError: The file does not fit the schema or names an unknown role.
    """
    name = f"{form}.toml"
    found = load(knowledge("scorecards", name), ScorecardFile)
    for tier in (found.draft, found.final):
        for signal, points in tier.items():
            unknown = points.keys() - _COLUMN.keys()
            if unknown:
                raise RuleError(f"unknown role {min(unknown)!r}", file=name, key=signal)
    return found


@cache
def scorecard(form: str, block_names: tuple[str, ...], context_names: tuple[str, ...]) -> Scorecard:
    """Lay a scorecard out for the signals that the passes give, in their order."""
    file = read_scorecard(form)
    draft, final = _rows(file.draft, (*block_names, ALWAYS)), _rows(file.final, (*block_names, ALWAYS))
    both = np.hstack([draft, final])
    return Scorecard(both[:-1], both[-1], _rows(file.final, context_names), np.array(file.calibration))


def _rows(points: dict[str, dict[str, float]], names: tuple[str, ...]) -> Degrees:
    rows = np.zeros((len(names), len(ROLES)), dtype=np.float32)
    for i, name in enumerate(names):
        for role, value in points.get(name, {}).items():
            rows[i, _COLUMN[role]] = value
    return rows
