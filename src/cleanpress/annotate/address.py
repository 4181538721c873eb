"""What an address says of the page that it leads to, as bits: hints of its words, and its form."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from cleanpress.rules.addresses import addresses

_address: Any
try:
    from cleanpress.annotate import _address
except ImportError:
    _address = None

SHAPES = (
    "root", "depth1", "depth2", "depth>=3", "slug<2", "slug2", "slug=3..4", "slug>=5", "number", "dated", "query",
)  # fmt: skip
"""What an address says by itself, wherever it is read."""

FORMS = ("none", "anchor", "scheme", "unaddressed", "outside", *SHAPES, "self", "above", "beside", "sister")
"""These, and what a link says to the page that it stands on."""

_FORM = {name: i for i, name in enumerate(FORMS)}
_STEP_WORDS = 4  # a step of the path with more words is a title
_ENDING = 5  # letters of the longest ending of a file ("shtml")

_SCHEME = re.compile(rb"([a-z][a-z0-9+.-]*):")
_WORD = re.compile(rb"[a-z0-9\x80-\xff]+")
_LETTERS = re.compile(rb"[a-z\x80-\xff]+")
_YEAR = re.compile(rb"(?:19|20)[0-9][0-9]")
_NUMBER = re.compile(rb"[0-9]{5}")
_CUT = re.compile(rb"[/?#]")
_CUT_BEHIND = re.compile(rb"[?#]")


class Home(NamedTuple):
    """Where the page itself stands.

    Attributes:
        site: The end of its host, as `site_of` gives it; b"" if it is not known.
        path: Its path, without a slash at the end.
        host: Its host.
    """

    site: bytes
    path: bytes
    host: bytes = b""


def home_of(url: str | None) -> Home:
    """The home that an address gives."""
    raw = _raw(url or "")
    host, rest = _parted(raw)
    return Home(site_of(host), _CUT_BEHIND.split(rest, maxsplit=1)[0].rstrip(b"/"), host) if host else Home(b"", b"")


def site_of(host: bytes) -> bytes:
    """The end of a host, which a site's hosts share: its last two words, three under short ones ("co.uk")."""
    words = host.partition(b":")[0].split(b".")
    short = len(words) > 2 and len(words[-1]) <= 3 and len(words[-2]) <= 3
    return b".".join(words[-3 if short else -2 :])


def host_of(href: str) -> bytes:
    """The host of an address, b"" if it has none."""
    return _parted(_raw(href))[0]


@cache
def reader() -> Any:
    """The compiled reader of addresses; None where the package was built without."""
    known = addresses()
    return None if _address is None else _address.Reader(known.hosts, known.words, len(known.names), FORMS)


def told(href: str, home: Home) -> int:
    """What an address says: bits of the names of `addresses()`, then of `FORMS`."""
    quick = reader()
    return told_plainly(href, home) if quick is None else int(quick.told(href, home))


def told_plainly(href: str, home: Home) -> int:
    """The same in plain Python."""
    raw = _raw(href)
    if raw in (b"", b"#") or raw.startswith(b"javascript:"):
        return _form("none")
    if raw.startswith(b"#"):
        return _form("anchor") | _words(raw[1:])
    scheme = _SCHEME.match(raw)
    if scheme and scheme[1] not in (b"http", b"https"):
        rest = raw[scheme.end() :]
        return _form("scheme") | _words(rest) | (_form("unaddressed") if rest.startswith(b"?") else 0)
    return _page(raw, home)


def _page(raw: bytes, home: Home) -> int:
    host, rest = _parted(raw)
    before, _, fragment = rest.partition(b"#")
    path, _, query = before.partition(b"?")
    steps = [step for step in path.split(b"/") if step]
    bits = _form(("root", "depth1", "depth2", "depth>=3")[min(len(steps), 3)]) | _words(fragment)
    known = addresses().hosts
    for word in re.split(rb"[.:-]", host):
        bits |= known.get(word, 0)
    longest = 0
    for step in steps:
        bits |= _words(step)
        longest = max(longest, len(_LETTERS.findall(_stem(step))))
        if _YEAR.match(step) and not _LETTERS.search(step):
            bits |= _form("dated")
    bits |= _form("slug<2" if longest < 2 else "slug2" if longest == 2 else "slug=3..4" if longest < 5 else "slug>=5")
    if _NUMBER.search(path):
        bits |= _form("number")
    if query:
        bits |= _form("query")
        for part in re.split(rb"[&=]", query):
            bits |= _words(part)
    if host and site_of(host) != home.site:
        return bits | _form("outside")
    if host and host.removeprefix(b"www.") != home.host.removeprefix(b"www."):
        bits |= _form("sister")
    return bits | _near(path.rstrip(b"/"), home.path)


def _near(path: bytes, own: bytes) -> int:
    """Where a path stands to the page's own: the same, over it, or under the same first step."""
    if not path:
        return 0
    if path == own:
        return _form("self")
    if own.startswith(path + b"/"):
        return _form("above")
    first = own.find(b"/", 1)
    return _form("beside") if first > 0 and path.startswith(own[: first + 1]) else 0


def _raw(href: str) -> bytes:
    return href.encode("utf-8", "replace").strip(b" \t\n\r\f\v").lower()


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """Host, and what comes behind it."""
    scheme = _SCHEME.match(raw)
    rest = raw[scheme.end() :] if scheme else raw
    if not rest.startswith(b"//"):
        return b"", rest
    cut = _CUT.search(rest, 2)
    return (rest[2 : cut.start()], rest[cut.start() :]) if cut else (rest[2:], b"")


def _stem(step: bytes) -> bytes:
    """A step without the ending of a file."""
    stem, dot, ending = step.rpartition(b".")
    return stem if dot and len(ending) <= _ENDING else step


def _words(step: bytes) -> int:
    """The hints of a step's words, if they are few."""
    found = _WORD.findall(step)
    bits = 0
    if len(found) <= _STEP_WORDS:
        known = addresses().words
        for word in found:
            bits |= known.get(word, 0)
    return bits


def _form(name: str) -> int:
    return 1 << len(addresses().names) + _FORM[name]
