"""Bytes and str of every kind turn into text or into an InputError that says why."""

from __future__ import annotations

import codecs
import gzip
import io
import random
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress.errors import InputError, LimitError
from cleanpress.model import Limits
from cleanpress.read import packed
from cleanpress.read.source import read_page, read_text

LIMITS = Limits(max_bytes=1_000_000)
GERMAN = "Über den Flüssen hängt früh der Nebel, und die Fähre wartet. „Schön“, sagt der Fährmann. "
RUSSIAN = "Над рекой рано утром висит туман, и паром ждёт первых пассажиров. Хорошо, говорит паромщик. "
JAPANESE = "朝早く川の上に霧がかかり、渡し船は最初の客を待っている。いい朝だ、と船頭は言う。"
FRENCH = "Tôt le matin, la brume flotte sur la rivière et le bac attend ses premiers passagers. « Bien », dit-il. "
POLISH = "Wczesnym rankiem nad rzeką wisi mgła, a prom czeka na pierwszych pasażerów. Dobrze, mówi przewoźnik. "
CHINESE = "清晨河上有雾，渡船在等第一批乘客。船夫说，今天天气很好，我们马上出发。"


def page(text: str, encoding: str, label: str | None = None, errors: str = "strict") -> bytes:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<!doctype html><html><head>{meta}<title>t</title></head><body><p>{text * 5}</p>".encode(encoding, errors)


def read(data: Any, charset: str | None = None, limits: Limits = LIMITS) -> str:
    return read_page(data, charset=charset, limits=limits, source="file.html")


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_utf8_of_every_buffer_type(kind: type) -> None:
    assert read(kind(page(GERMAN, "utf-8"))) == page(GERMAN, "utf-8").decode()


def test_str_stays_as_it_is() -> None:
    assert read("<p>früh</p>") == "<p>früh</p>"
    assert read_text("früh", limits=LIMITS) == "früh"


@pytest.mark.parametrize("label", ["iso-8859-1", "gb2312", "shift_jis", "utf-16"])
def test_valid_utf8_wins_over_a_wrong_declaration(label: str) -> None:
    assert GERMAN in read(page(GERMAN, "utf-8", label))
    assert GERMAN in read(page(GERMAN, "utf-8"), charset=label)


@pytest.mark.parametrize(
    "bom,encoding",
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark(bom: bytes, encoding: str) -> None:
    text = page(RUSSIAN, "utf-8", "koi8-r").decode()
    assert read(bom + text.encode(encoding), charset="iso-8859-1") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["plain ascii words, nothing else ", GERMAN, RUSSIAN])
def test_wide_text_without_mark(encoding: str, text: str) -> None:
    raw = (
        f"<!doctype html><html><head><title>a title</title><link rel=stylesheet href=/a.css></head>"
        f"<body class=article><p>{text}</p></body></html>"
    )
    assert read(raw.encode(encoding)) == raw


@pytest.mark.parametrize(
    "text,encoding,label",
    [
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "latin1"),
        (GERMAN, "cp1252", "us-ascii"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gb18030", "GBK"),
    ],
)
def test_declared_by_page_or_header(text: str, encoding: str, label: str) -> None:
    assert text in read(page(text, encoding, label))
    assert text in read(page(text, encoding), charset=label)
    assert text in read(page(text, encoding), charset=f"text/html; charset={label}")
    assert text in read_text((text * 5).encode(encoding), charset=label, limits=LIMITS)


def test_xml_declaration() -> None:
    raw = f'<?xml version="1.0" encoding="windows-1251"?><html><p>{RUSSIAN}</p>'
    assert RUSSIAN in read(raw.encode("cp1251"))


def test_header_that_cannot_be_true_gives_way_to_the_page() -> None:
    assert JAPANESE in read(page(JAPANESE, "cp932", "shift_jis"), charset="euc-jp")


@pytest.mark.parametrize(
    "text,encoding",
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (FRENCH, "cp1252"),
        (POLISH, "iso8859-2"),
        (POLISH, "cp1250"),
    ],
)
def test_undeclared_is_guessed(text: str, encoding: str) -> None:
    assert text in read(page(text, encoding))


def test_a_declaration_in_plain_text_is_not_believed() -> None:
    raw = ('Write <meta charset="koi8-r"> into the page. ' + GERMAN * 5).encode("cp1252")
    assert GERMAN in read_text(raw, limits=LIMITS)
    assert GERMAN not in read(raw)


@pytest.mark.parametrize("label", ["utf-8", None])
def test_damaged_utf8_stays_utf8(label: str | None) -> None:
    raw = page(GERMAN, "utf-8", label)
    assert GERMAN in read(raw[:-1] + "ü".encode()[:1])
    broken = read(raw.replace(b"Nebel", b"Ne\xe9el", 1))
    assert "Ne\ufffdel" in broken and GERMAN in broken


def test_single_wrong_byte_in_ascii_declared_utf8() -> None:
    assert read(b'<meta charset="utf-8"><p>caf\xe9 society') == '<meta charset="utf-8"><p>caf\ufffd society'


def test_damaged_utf8_declared_as_something_else() -> None:
    raw = page(GERMAN, "utf-8", "iso-8859-1").replace(b"Nebel", b"Ne\xe9el", 1)
    assert GERMAN in read(raw)


@pytest.mark.parametrize("label", ["unicode_escape", "idna", "punycode", "hex", "utf-7", "nonsense", "", "rot13"])
def test_odd_charset_names_are_ignored(label: str) -> None:
    assert GERMAN in read(page(GERMAN, "cp1252", label), charset=label)
    assert "\\u0041" in read(page("\\u0041 é", "cp1252", label), charset=label)


def test_nul_and_surrogates() -> None:
    assert read("a\0b") == "ab"
    assert read(b"<p>a\0b</p>") == "<p>ab</p>"
    assert read(b"<p>a\0b\xff</p>").startswith("<p>ab")
    assert read("x\ud800y") == "x\ufffdy"
    assert read("\ud83d\ude00") == "\U0001f600"
    assert read("\ufeff<p>") == "<p>"


@pytest.mark.parametrize("data", [b"", "", b" \n\t", " \r\n", "\0\0", b"\0\0\0\0", b"\xef\xbb\xbf", "\ufeff \n"])
def test_empty(data: bytes | str) -> None:
    with pytest.raises(InputError, match=r"file\.html: empty input"):
        read(data)


@pytest.mark.parametrize(
    "data,name",
    [
        (None, "NoneType"),
        (3, "int"),
        (Path("x"), "Path"),
        (io.BytesIO(b"x"), "BytesIO"),
        (["x"], "list"),
    ],
)
def test_wrong_type(data: object, name: str) -> None:
    with pytest.raises(InputError, match=name):
        read(data)


@pytest.mark.parametrize("data", [b"x" * 11, "x" * 11, memoryview(b"x" * 11), bytearray(b"x" * 11)])
def test_size_limit(data: object) -> None:
    with pytest.raises(LimitError, match="max_bytes"):
        read(data, limits=Limits(max_bytes=10))
    assert read(data, limits=Limits(max_bytes=11)) == "x" * 11


def test_gzip_and_zlib() -> None:
    raw = page(GERMAN, "cp1252", "iso-8859-1")
    for data in (gzip.compress(raw), zlib.compress(raw), gzip.compress(gzip.compress(raw))):
        assert read(data) == raw.decode("cp1252")
    assert read(gzip.compress(raw[:50]) + gzip.compress(raw[50:])) == raw.decode("cp1252")
    assert read(gzip.compress(raw) + b"garbage") == raw.decode("cp1252")


def test_gzip_cut_off_gives_the_start() -> None:
    raw = "".join(f"<p>{i * 7919 % 1009}</p>" for i in range(5000)).encode()
    assert raw.decode().startswith(read(gzip.compress(raw)[:-2000]))


def test_gzip_damaged() -> None:
    with pytest.raises(InputError, match="damaged gzip"):
        read(b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 30)


def test_bombs() -> None:
    small = Limits(max_bytes=10_000)
    for data in (gzip.compress(b"a" * 5_000_000), zlib.compress(b"a" * 5_000_000)):
        with pytest.raises(LimitError):
            read(data, limits=small)
    layered = gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"hello")))))
    with pytest.raises(InputError, match="times"):
        read(layered)


def test_zstandard(monkeypatch: pytest.MonkeyPatch) -> None:
    zstandard = pytest.importorskip("zstandard")
    data = zstandard.compress(page(GERMAN, "utf-8"))
    assert GERMAN in read(data)
    with pytest.raises(LimitError):
        read(zstandard.compress(b"a" * 5_000_000), limits=Limits(max_bytes=10_000))
    with pytest.raises(InputError, match="damaged"):
        read(data[:4] + b"\xff" * 20)
    monkeypatch.setattr(packed, "_module", lambda name: None)
    with pytest.raises(InputError, match="pip install zstandard"):
        read(data)


def test_brotli(monkeypatch: pytest.MonkeyPatch) -> None:
    brotli = pytest.importorskip("brotli")
    data = brotli.compress("".join(f"<p>{GERMAN}{i * 7919 % 10007}</p>" for i in range(3000)).encode())
    assert GERMAN in read(data)
    with pytest.raises(LimitError):
        read(data, limits=Limits(max_bytes=len(data)))
    monkeypatch.setattr(packed, "_module", lambda name: None)
    with pytest.raises(InputError, match="compressed or binary"):
        read(data)


def archive(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("a.html", "<p>words")
    else:
        with tarfile.open(fileobj=out, mode=kind) as tar:  # type: ignore[call-overload]
            info = tarfile.TarInfo("a.html")
            info.size = 8
            tar.addfile(info, io.BytesIO(b"<p>words"))
    return out.getvalue()


@pytest.mark.parametrize(
    "data,name",
    [
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        ("%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\1\0\1\0\x80", "GIF"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
        (archive("zip"), "ZIP"),
        (archive("w"), "tar"),
        (archive("w:gz"), "tar"),
        (archive("w:bz2"), "bzip2"),
        (archive("w:xz"), "xz"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"7z\xbc\xaf'\x1c\0\4", "7-Zip"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "MP4"),
        (b"wOF2\0\1\0\0", "WOFF2"),
        (b"wOFF\0\1\0\0", "WOFF"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16, "Office"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x7fELF\2\1\1\0", "ELF"),
        (b"\0\1\0\0\0\x0f", "TrueType"),
    ],
)
def test_other_files_are_named(data: bytes | str, name: str) -> None:
    with pytest.raises(InputError, match=rf"this is .*{name}"):
        read(data)


def test_unknown_binary() -> None:
    with pytest.raises(InputError, match="binary"):
        read(random.Random(1).randbytes(4000))
    with pytest.raises(InputError, match="binary"):
        read(bytes(i % 9 for i in range(4000)))


def test_words_of_formats_inside_pages_do_no_harm() -> None:
    assert "ustard" in read(b"<p>" + b"x" * 254 + b"ustard caf\xe9")
    assert read("% of the vote") == "% of the vote"
    assert read(b'{"a": 1}') == '{"a": 1}'


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin1", "gb2312", "utf-16", "idna"]))
def test_any_bytes_give_text_or_input_error(data: bytes, charset: str | None) -> None:
    for reader in (read_page, read_text):
        try:
            text = reader(data, charset=charset, limits=LIMITS)
        except InputError:
            continue
        assert "\0" not in text and text.strip()
        text.encode("utf-8")


@given(st.text(st.characters(), max_size=60))
def test_any_str_gives_clean_text(data: str) -> None:
    try:
        text = read(data)
    except InputError:
        return
    assert "\0" not in text
    text.encode("utf-8")


@given(st.text(st.characters(exclude_characters="\0\ufeff\x1b", exclude_categories=["Cs"]), min_size=1))
def test_utf8_round_trip(words: str) -> None:
    text = "<p>" + words
    assert read(text.encode()) == text


def test_usual_path_imports_nothing() -> None:
    code = (
        "import sys\nfrom cleanpress.model import Limits\nfrom cleanpress.read.source import read_page\n"
        "read_page('<p>früh</p>'.encode(), limits=Limits())\n"
        "late = ('w3lib', 'charset_normalizer', 'brotli', 'zstandard', 'tomllib', 'gzip')\n"
        "print([m for m in late if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
