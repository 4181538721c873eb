"""Where site files lie: given, the user's own, those of other packages, the packaged ones. The nearest wins by name."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from cleanpress.errors import RuleError, RuleWarning

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "cleanpress.rules"
_PACKAGED = Path(__file__).parents[2] / "knowledge"
FOLDERS = ("sites", "platforms")


def user_folder() -> Path:
    """The folder of the user's own rules, which need not exist."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home())
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "cleanpress" / "rules"


def packaged_folders() -> tuple[Path, ...]:
    """The folders that come with cleanpress."""
    return tuple(_PACKAGED / name for name in FOLDERS)


@cache
def package_folders() -> tuple[Path, ...]:
    """The folders that other packages name in the entry point group `cleanpress.rules`, looked up once a process.

    What cannot be loaded is told in a `RuleWarning` and set aside.
    """
    from importlib.metadata import entry_points

    out: list[Path] = []
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        try:
            out.extend(_folders_of(point))
        except RuleError as error:
            warnings.warn(str(error), RuleWarning, stacklevel=2)
    return tuple(out)


def _folders_of(point: EntryPoint) -> Iterator[Path]:
    """An entry point names a package that holds the files, or a path, or a function that gives one."""
    try:
        found = point.load()
        found = found() if callable(found) else found
    except Exception as error:  # another package's code may fail in any way, and must not stop a page
        raise RuleError(f"entry point {point.name!r} of {GROUP} cannot be loaded: {error}") from error
    paths = found.__path__ if isinstance(found, ModuleType) and hasattr(found, "__path__") else [found]
    for path in paths:
        if not isinstance(path, (str, Path)) or not Path(path).is_dir():
            raise RuleError(f"entry point {point.name!r} of {GROUP} is no folder: {path!r}")
        yield from below(Path(path))


def below(folder: Path) -> list[Path]:
    """A folder of rules with its parts `sites` and `platforms`, if it has such."""
    return [folder, *(part for name in FOLDERS if (part := folder / name).is_dir())]
