"""Find the encoding of bytes that are not plain UTF-8, as browsers do."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

FALLBACK = "cp1252"
_SAMPLE = 4096
_GUESS_BYTES = 30_000

# The encodings of the WHATWG standard under Python's names: a page must not choose unicode_escape or idna.
WEB_ENCODINGS = frozenset(
    """utf-8 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13
    iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 cp1251 cp1252 cp1253 cp1254
    cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 utf-16-le utf-16-be""".split()
)
# Tried by the guesser: no UTF-16, which is told by its NUL bytes, and no rare twin of a common encoding.
_GUESSED = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r mac_cyrillic cp866 iso8859_2 iso8859_5"
    " iso8859_6 iso8859_7 gb18030 big5 cp932 euc_jp cp949"
).split()
_PIECE = re.compile(rb"[^<>]+")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_NOT_TEXT = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def decode(data: bytes, *, charset: str | None, markup: bool) -> str:
    """Turn bytes that are not valid UTF-8 into text; what cannot be decoded becomes U+FFFD.

    Args:
        data: The bytes.
        charset: The charset of the HTTP header (its name or the whole Content-Type), or None.
        markup: Whether a declaration in the page itself (meta, XML) counts.
    """
    bom, mark = read_bom(data)
    if bom and mark is not None:
        return to_unicode(data[len(mark) :], bom)
    declared = _declared(data, charset, markup)
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if _is_utf8(good, bad, declared):
        return text
    tried = [to_unicode(data, name) for name in declared if name != "utf-8"]
    if tried:
        return min(tried, key=lambda t: t.count("\ufffd"))
    return to_unicode(data, _guess(data))


def escaped_encoding(data: bytes, *, charset: str | None, markup: bool) -> str | None:
    """The declared encoding, if it is ISO-2022-JP: that looks like ASCII with escape bytes."""
    names = _declared(data, charset, markup)
    return names[0] if names and names[0] == "iso2022_jp" else None


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 told by where the NUL bytes of ASCII markup stand, or None."""
    sample = data[: _SAMPLE // 4 * 4]
    quarter = [sample[i::4] for i in range(4)]
    if not all(quarter):
        return None
    nul = [part.count(0) / len(part) for part in quarter]
    for name, low, high in (("utf-32-le", nul[0], nul[2:]), ("utf-32-be", nul[3], nul[:2])):
        if low < 0.1 and min(high) > 0.9 and _decodes(sample[: len(sample) // 4 * 4], name):
            return name
    even, odd = (nul[0] + nul[2]) / 2, (nul[1] + nul[3]) / 2
    for name, low, share in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if low < 0.05 and share > 0.4 and _decodes(sample[: len(sample) // 2 * 2], name):
            return name
    return None


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold more control characters than any text does."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _NOT_TEXT))
    return controls > 2 and controls > 0.03 * len(sample)


def _declared(data: bytes, charset: str | None, markup: bool) -> list[str]:
    """The declared encodings that the web knows, the HTTP one first."""
    found = []
    if charset:
        found.append(http_content_type_encoding(charset) if "=" in charset else resolve_encoding(charset.strip()))
    if markup:
        name = html_body_declared_encoding(data)
        # A meta tag that could be read at all cannot be in UTF-16: the standard reads it as UTF-8.
        found.append("utf-8" if name and name.startswith(("utf-16", "utf-32")) else name)
    found = ["utf-16-le" if name == "utf-16" else name for name in found]
    return [name for name in found if name in WEB_ENCODINGS]


def _is_utf8(good: int, bad: int, declared: list[str]) -> bool:
    """Whether text with `good` characters beyond ASCII and `bad` undecodable places is UTF-8, only damaged."""
    if not declared:
        return good >= 2 * bad
    if declared[0] == "utf-8":
        return good >= bad or bad <= 3
    return good > 10 * bad


def _decodes(sample: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return False
    return not looks_binary(text.encode("utf-8"))


def _guess(data: bytes) -> str:
    """The encoding that charset-normalizer finds likeliest, or Windows-1252."""
    from charset_normalizer import from_bytes

    parts: list[bytes] = []
    size = 0
    for match in _PIECE.finditer(data):
        if match[0].isascii():
            continue
        parts.append(match[0])
        size += len(match[0])
        if size > _GUESS_BYTES:
            break
    sample = b"\n".join(parts)[: 2 * _GUESS_BYTES]
    found = _japanese(sample) or _likeliest(from_bytes(sample, cp_isolation=_GUESSED))
    name = resolve_encoding(found) if found else None
    return name if name in WEB_ENCODINGS else FALLBACK


def _likeliest(matches: CharsetMatches) -> str | None:
    """The best match, or Windows-1252 if it is as good: the web's default breaks a tie."""
    best = matches.best()
    if best is None:
        return None
    for match in matches:
        if match.encoding == FALLBACK and match.chaos <= best.chaos and match.coherence > best.coherence - 0.03:
            return FALLBACK
    return best.encoding


def _japanese(sample: bytes) -> str | None:
    """A Japanese encoding, told by hiragana; charset-normalizer takes Japanese for Korean."""
    for name in ("cp932", "euc_jp"):
        text = sample.decode(name, "replace")
        foreign = len(text) - len(text.encode("ascii", "ignore"))
        if len(_HIRAGANA.findall(text)) > 0.15 * foreign:
            return name
    return None
