"""Read a TOML knowledge file and check it against a schema; unknown keys are refused."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from cleanpress.errors import RuleError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

T = TypeVar("T")

COMPILED = ".compiled.json"
_FOLDER = Path(__file__).parents[1] / "knowledge"
Where = Literal["whole", "start", "end", "any"]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One phrase of a lexicon.

    Attributes:
        cue: What the phrase tells, e.g. "paywall.limit"; listed in `knowledge/cues.toml`.
        text: The phrase in lower case, straight quotes, single spaces.
        fires: A line on which it must match.
        spares: A line that looks alike and on which it must not match.
        where: Where in the block it has to stand.
        max_words: Longest block, in words, on which it counts; None takes the cue's own.
    """

    cue: str
    text: str
    fires: str
    spares: str
    where: Where = "any"
    max_words: int | None = None


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The phrases of one language."""

    language: str
    name: str
    phrase: tuple[Phrase, ...]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of phrase: what it means and how long a block may be to be told by it."""

    about: str
    max_words: int


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All kinds of phrases, by name.

    Attributes:
        cue: Phrases that by themselves tell what a block is.
        topic: Words that a block is about something: they tell little alone, and make no cluster.
    """

    cue: dict[str, Cue]
    topic: dict[str, Cue] = {}

    @property
    def all(self) -> dict[str, Cue]:
        """Cues, then topics as "topic.NAME"."""
        return self.cue | {f"topic.{name}": cue for name, cue in self.topic.items()}


def knowledge(*parts: str) -> Traversable:
    """The packaged knowledge file or folder of that name."""
    if _FOLDER.is_dir():
        return _FOLDER.joinpath(*parts)
    from importlib.resources import files  # the package stands in an archive

    return files("cleanpress").joinpath("knowledge", *parts)


def load(file: Traversable, schema: type[T]) -> T:
    """Read and check one TOML file; its compiled twin is taken where the build made one of this very text.

    Raises:
        RuleError: Not TOML, a key that the schema does not know, a value of a wrong type.
    """
    raw = file.read_bytes()
    twin = _compiled(file, raw, schema)
    if twin is not None:
        return twin
    import tomllib

    text = raw.decode("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise RuleError(str(error), file=str(file), line=int(found[1]) if found else None) from error
    try:
        return msgspec.convert(data, schema)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        key = path.strip("`").removeprefix("$").removeprefix(".") or None
        raise RuleError(message, file=str(file), key=key, line=line_of(text, message, key)) from error


class _Compiled(msgspec.Struct, frozen=True):
    """A TOML file as JSON, which is read thirty times as fast.

    Attributes:
        of: SHA-256 of the TOML file.
        data: What it holds.
    """

    of: str
    data: msgspec.Raw


def _compiled(file: Traversable, raw: bytes, schema: type[T]) -> T | None:
    """What the compiled twin of a file holds; None if there is none, or one of another text."""
    if not isinstance(file, Path):  # in an archive a second look costs more than it saves
        return None
    try:
        twin = msgspec.json.decode(file.with_suffix(COMPILED).read_bytes(), type=_Compiled)
    except (OSError, msgspec.DecodeError):
        return None
    if twin.of != hashlib.sha256(raw).hexdigest():
        return None
    try:
        return msgspec.json.decode(twin.data, type=schema)
    except msgspec.ValidationError:
        return None  # the TOML tells the line


def line_of(text: str, message: str, key: str | None) -> int | None:
    """The line, from 1, of the key that a validation message speaks of, if it can be told."""
    unknown = re.search(r"unknown field `(\w+)`", message)
    name = unknown[1] if unknown else re.sub(r"\[[^]]*\]", "", key or "").rpartition(".")[2]
    if not name:
        return None
    nth = [int(n) for n in re.findall(r"\[(\d+)\]", key or "")]
    lines = text.splitlines()
    start = 0
    if nth:
        table = re.sub(r"\[.*", "", key or "")
        heads = [i for i, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        start = heads[nth[0]] if nth[0] < len(heads) else 0
    for i in range(start, len(lines)):
        if re.match(rf'\s*\[*"?{re.escape(name)}"?\s*(=|\])', lines[i]):
            return i + 1
    return start + 1 if nth else None
