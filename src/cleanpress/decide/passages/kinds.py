"""Sorts of roles that passages are told by."""

from __future__ import annotations

import numpy as np

from cleanpress.decide.scorecard import ROLES
from cleanpress.model import Role

_BODY = {Role.PARAGRAPH, Role.SUBHEAD, Role.QUESTION, Role.QUOTE, Role.LIST_ITEM, Role.TABLE, Role.CODE}
IS_BODY = np.array([role in _BODY for role in ROLES])
POINTS = 1000.0  # few sums of signals outweigh it
