"""A scorecard: for each named signal the points that it gives to roles. Fitted by `tools/fit`, readable, editable."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleanpress.annotate.signals import Degrees
from cleanpress.errors import RuleError
from cleanpress.model import Role
from cleanpress.rules.schema import knowledge, load

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ROLES = tuple(Role)
_COLUMN = {role.value: i for i, role in enumerate(ROLES)}
ALWAYS = "always"
BUILT = ".points.bin"  # beside a scorecard: the digest of its text, a line of JSON, the points of both tiers


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


class _Table(NamedTuple):
    """Points as rows.

    Attributes:
        rows: Row of each signal.
        points: (signals, roles), the last row zeros.
    """

    rows: dict[str, int]
    points: Degrees

    def of(self, names: tuple[str, ...]) -> Degrees:
        """The points of some signals; zeros for those that have none."""
        return self.points[[self.rows.get(name, -1) for name in names]]


class _Tables(NamedTuple):
    """A scorecard as tables."""

    draft: _Table
    final: _Table
    calibration: list[tuple[float, float]]


class _Head(msgspec.Struct, frozen=True):
    """What stands before the numbers of a scorecard that the build wrote down."""

    roles: list[str]
    draft: tuple[str, ...]
    final: tuple[str, ...]
    calibration: list[tuple[float, float]]


@cache
def scorecard(form: str, block_names: tuple[str, ...], context_names: tuple[str, ...]) -> Scorecard:
    """Lay a scorecard out for the signals that the passes give, in their order."""
    file = _built(knowledge("scorecards", f"{form}.toml")) or _laid_out(read_scorecard(form))
    both = np.hstack([tier.of((*block_names, ALWAYS)) for tier in (file.draft, file.final)])
    return Scorecard(both[:-1], both[-1], file.final.of(context_names), np.array(file.calibration))


def _laid_out(file: ScorecardFile) -> _Tables:
    return _Tables(_table(file.draft), _table(file.final), file.calibration)


def _table(points: dict[str, dict[str, float]]) -> _Table:
    rows = np.zeros((len(points) + 1, len(ROLES)), dtype=np.float32)
    for i, told in enumerate(points.values()):
        for role, value in told.items():
            rows[i, _COLUMN[role]] = value
    return _Table({name: i for i, name in enumerate(points)}, rows)


def _built(file: Traversable) -> _Tables | None:
    """The tables that the build wrote down; None if there are none, or of another text, or of other roles."""
    if not isinstance(file, Path):
        return None
    try:
        built = file.with_suffix(BUILT).read_bytes()
    except OSError:
        return None
    told = hashlib.sha256(file.read_bytes()).digest()
    if not built.startswith(told):
        return None
    head, _, numbers = built[len(told) :].partition(b"\n")
    known = msgspec.json.decode(head, type=_Head)
    if not _COLUMN.keys() >= set(known.roles):
        return None  # the slow way tells which signal names one that does not exist
    points = np.frombuffer(numbers, dtype="<f4").reshape(-1, len(known.roles))
    columns = [_COLUMN[role] for role in known.roles]
    tables = []
    for names, part in ((known.draft, points[: len(known.draft)]), (known.final, points[len(known.draft) :])):
        rows = np.zeros((len(names) + 1, len(ROLES)), dtype=np.float32)
        rows[:-1, columns] = part
        tables.append(_Table({name: i for i, name in enumerate(names)}, rows))
    return _Tables(tables[0], tables[1], known.calibration)
