"""What kind of page the block stands on, as the page itself declares it."""

from __future__ import annotations

from functools import cache

import numpy as np

from cleanpress.annotate.signals import Signals
from cleanpress.annotate.view import View
from cleanpress.rules.page_kinds import kinds_of, page_kinds


@cache
def _names() -> tuple[str, ...]:
    return tuple(f"kind.{how}.{name}" for name in page_kinds() for how in ("declared", "address"))


def kind(view: View) -> Signals:
    """The same row for all blocks: kinds declared, kinds told by the address."""
    said = view.page.declared
    declared, addressed = kinds_of(said.types, said.og_type, said.generator, view.page.url)
    flags = np.zeros((len(view), len(_names())), dtype=np.uint8)
    for column in (*(2 * i for i in declared), *(2 * i + 1 for i in addressed)):
        flags[:, column] = 1
    return Signals(_names(), flags)
