"""The one visible list of passes, tier by tier."""

from __future__ import annotations

from cleanpress.annotate.block.clusters import clusters
from cleanpress.annotate.block.declared import declared
from cleanpress.annotate.block.kind import kind
from cleanpress.annotate.block.links import links
from cleanpress.annotate.block.markup import class_names, markup
from cleanpress.annotate.block.reach import reach
from cleanpress.annotate.block.shape import shape
from cleanpress.annotate.block.surroundings import containers, flow, neighbours, place, siblings
from cleanpress.annotate.block.wording import wording
from cleanpress.annotate.context.draft import NAMES as _DRAFT
from cleanpress.annotate.context.draft import draft_around
from cleanpress.annotate.context.region import NAMES as _REGION
from cleanpress.annotate.context.region import region
from cleanpress.annotate.context.repeated import NAMES as _REPEATED
from cleanpress.annotate.context.repeated import repeated
from cleanpress.annotate.signals import Degrees, Signals, join
from cleanpress.annotate.view import View
from cleanpress.rules.phrases import telling_cues

CONTEXT_NAMES = _DRAFT + _REPEATED + _REGION


def block_parts(view: View) -> tuple[Signals, ...]:
    """What each pass that needs no draft says.

    No pass sees another's but for two: the titles found give the place, the cues found give their clusters
    and, in plain text, what lies before and after.
    """
    said, worded = declared(view), wording(view)
    cues = worded.degrees[:, : len(telling_cues())]
    return (
        kind(view),
        markup(view),
        class_names(view),
        worded,
        clusters(view, cues),
        shape(view),
        said,
        place(view, said.degrees[:, 0]),
        flow(view),
        neighbours(view),
        siblings(view),
        containers(view),
        reach(view, cues) if view.page.form == "text" else links(view),
    )


def block_tier(view: View) -> Signals:
    """All signals that need no draft."""
    return join(block_parts(view))


def context_parts(view: View, draft: Degrees) -> tuple[Signals, ...]:
    """What each pass that reads the frozen draft says.

    Args:
        view: The page.
        draft: (blocks, roles), shares of the draft.
    """
    return draft_around(view, draft), repeated(view, draft), region(view, draft)


def context_tier(view: View, draft: Degrees) -> Signals:
    """All signals that read the frozen draft, as `context_parts`."""
    return join(context_parts(view, draft))
