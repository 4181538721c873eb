"""Turn the input into text: type, size, compression, encoding.

The usual input, valid UTF-8, costs one `bytes.decode`; everything else is imported when it is needed.
"""

from __future__ import annotations

from cleanpress.errors import InputError, LimitError
from cleanpress.model import Limits

try:
    from cleanpress.read._plain import is_plain
except ImportError:
    is_plain = None

Source = bytes | bytearray | memoryview | str

# First characters that pages do not start with, but PDF, RTF and binary files do.
_SUSPECT = frozenset("%{" + "".join(map(chr, range(32)))) - frozenset("\t\n\v\f\r ")
_LAYERS = 3


def read_page(data: Source, *, charset: str | None = None, limits: Limits, source: str | None = None) -> str:
    """The page as text.

    Valid UTF-8 wins over any declaration; then come the byte order mark, the HTTP charset, the page's own
    declaration, and a guess. Undecodable bytes become U+FFFD, NUL characters are taken out.

    Args:
        data: The page; bytes may be compressed with gzip or zlib (Zstandard and Brotli if their modules are there).
        charset: The charset of the HTTP header, or the whole Content-Type header, if known.
        limits: Only `max_bytes` counts here: bytes, after decompression too; characters of a str.
        source: Where the data came from (file name, URL), for messages.

    Raises:
        InputError: Wrong type, empty, or not a text (PDF, image, archive, ...).
        LimitError: Larger than `limits.max_bytes`.
    """
    return _read(data, charset, limits, source, markup=True)


def read_markup(data: Source, *, charset: str | None = None, limits: Limits, source: str | None = None) -> bytes | str:
    """The page as the parser takes it: as `read_page` gives it, or as bytes if they are that text in UTF-8 already.

    Raises:
        InputError: As for `read_page`.
        LimitError: As for `read_page`.
    """
    if is_plain is not None and isinstance(data, bytes) and len(data) <= limits.max_bytes and is_plain(data):
        return data
    return read_page(data, charset=charset, limits=limits, source=source)


def read_text(data: Source, *, charset: str | None = None, limits: Limits, source: str | None = None) -> str:
    """Plain text as `str`; like `read_page`, but what looks like a declaration in it is not believed.

    Raises:
        InputError: Wrong type, empty, or not a text (PDF, image, archive, ...).
        LimitError: Larger than `limits.max_bytes`.
    """
    return _read(data, charset, limits, source, markup=False)


def _read(data: Source, charset: str | None, limits: Limits, source: str | None, *, markup: bool) -> str:
    if isinstance(data, str):
        _check_size(len(data), limits, source, "characters")
        text = _mend(data, source)
    elif isinstance(data, (bytes, bytearray, memoryview)):
        _check_size(data.nbytes if isinstance(data, memoryview) else len(data), limits, source, "bytes")
        text = _decode(bytes(data), charset, limits, source, markup, _LAYERS)
    else:
        raise InputError(
            f"expected bytes or str, not {type(data).__name__}; read a file or response first and pass its content",
            source=source,
        )
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise InputError("empty input: there is no text to read", source=source)
    return text


def _check_size(size: int, limits: Limits, source: str | None, unit: str) -> None:
    if size > limits.max_bytes:
        raise LimitError(f"{size} {unit} are more than the {limits.max_bytes} of Limits.max_bytes", source=source)


def _mend(text: str, source: str | None) -> str:
    """A str without NULs, surrogate pairs joined, lone surrogates replaced."""
    if text[:1] in _SUSPECT:
        _refuse_known(text[:512].encode("latin-1", "replace"), source)
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        try:
            text.encode("utf-16-le")
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _decode(data: bytes, charset: str | None, limits: Limits, source: str | None, markup: bool, layers: int) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_odd(data, charset, limits, source, markup, layers)
    if text[:1] in _SUSPECT:
        _refuse_known(data, source)
    if b"\0" in data:
        return _decode_nul(data, source).replace("\0", "")
    if b"\x1b" in data and b"\x1b$" in data:
        from cleanpress.read.charset import escaped_encoding

        name = escaped_encoding(data, charset=charset, markup=markup)
        return data.decode(name, "replace") if name else text
    return text


def _decode_nul(data: bytes, source: str | None) -> str:
    """Valid UTF-8 that holds NUL bytes: UTF-16 or UTF-32, a binary file, or text with a few stray NULs."""
    from cleanpress.read.charset import looks_binary, wide_encoding

    _refuse_known(data, source)
    name = wide_encoding(data)
    if name is None and looks_binary(data):
        raise InputError("looks like binary data, not a page or text", source=source)
    return data.decode(name or "utf-8", "replace")


def _decode_odd(data: bytes, charset: str | None, limits: Limits, source: str | None, markup: bool, layers: int) -> str:
    """Bytes that are not valid UTF-8: compressed, binary, or in another encoding."""
    from cleanpress.read import charset as encodings
    from cleanpress.read.packed import unbrotli, unpack

    opened = unpack(data, most=limits.max_bytes, source=source)
    if opened is not None:
        if layers == 0:
            raise InputError(f"compressed more than {_LAYERS} times", source=source)
        return _decode(opened, charset, limits, source, markup, layers - 1)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0\xfe\xff"))
    if not marked:
        _refuse_known(data, source)
        name = encodings.wide_encoding(data) if b"\0" in data else None
        if name:
            return data.decode(name, "replace").replace("\0", "")
        if encodings.looks_binary(data):
            opened = unbrotli(data, most=limits.max_bytes, source=source) if layers else None
            if opened is None:
                raise InputError(
                    "looks compressed or binary, not a page or text; undo the Content-Encoding first"
                    " (Brotli is opened if the module brotli 1.2 or later is installed)",
                    source=source,
                )
            return _decode(opened, charset, limits, source, markup, layers - 1)
    return encodings.decode(data, charset=charset, markup=markup).replace("\0", "")


def _refuse_known(data: bytes, source: str | None) -> None:
    from cleanpress.read.signatures import recognise

    known = recognise(data)
    if known:
        raise InputError(f"this is {known.name}, not a page or text; {known.advice}", source=source)
