"""What HTML tags mean for the flow of text and as context of a block."""

from __future__ import annotations


class Flow:
    """How an element takes part in the flow of text. Plain numbers: members of an enum are slow to reach."""

    INLINE = 0
    BLOCK = 1
    VOID = 2
    SKIP = 3
    META = 4


_INLINE = (
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark math nobr q "
    "rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr o:p amp-link g-emoji"
).split()
_VOID = "br img hr input source track embed area amp-img picture wbr image col".split()
_SKIP = (
    "script style template svg iframe canvas audio video object applet noframes amp-script amp-analytics "
    "amp-state map datalist amp-iframe amp-ad"
).split()
_META = "title meta link base".split()

FLOW: dict[str, int] = (
    dict.fromkeys(_INLINE, Flow.INLINE)
    | dict.fromkeys(_VOID, Flow.VOID)
    | dict.fromkeys(_SKIP, Flow.SKIP)
    | dict.fromkeys(_META, Flow.META)
)

# One bit for each element that says something of the blocks inside it, however deep.
CONTEXT_TAGS: tuple[tuple[str, ...], ...] = (
    ("article",),
    ("main",),
    ("section",),
    ("header",),
    ("footer",),
    ("nav", "menu"),
    ("aside",),
    ("form", "fieldset"),
    ("figure",),
    ("figcaption", "caption"),
    ("blockquote",),
    ("ul", "menu"),
    ("ol",),
    ("li",),
    ("dl", "dt", "dd"),
    ("table",),
    ("th",),
    ("td",),
    ("pre", "listing", "xmp"),
    ("button",),
    ("noscript",),
    ("details", "summary"),
    ("address",),
    ("h1",),
    ("h2",),
    ("h3",),
    ("h4", "h5", "h6"),
    ("p",),
    ("select", "option", "optgroup"),
    ("dialog",),
    ("textarea",),
    ("label", "legend"),
    ("a",),
    ("time",),
    ("strong", "b"),
    ("em", "i"),
    ("cite", "q"),
    ("code", "kbd", "samp"),
    ("small",),
    ("center",),
)
CONTEXT_NAMES: tuple[str, ...] = tuple(tags[0] for tags in CONTEXT_TAGS)
CONTEXT_BIT: dict[str, int] = {}
for _i, _tags in enumerate(CONTEXT_TAGS):
    for _tag in _tags:
        CONTEXT_BIT[_tag] = CONTEXT_BIT.get(_tag, 0) | 1 << _i

HEADING_LEVEL = {f"h{n}": n for n in range(1, 7)}
EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code", "samp": "code"}
