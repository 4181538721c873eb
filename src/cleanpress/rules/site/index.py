"""Which hosts the files of a folder speak of, told without reading them as TOML."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

INDEX = ".hosts.json"
_HEAD = 4096  # bytes of a file in which its hosts stand
_HOSTS = re.compile(rb"^\s*hosts\s*=\s*\[([^\]]*)\]", re.MULTILINE)
_PLATFORM = re.compile(rb"^\s*\[platform\]", re.MULTILINE)
_STRING = re.compile(rb"\"([^\"\n]*)\"|'([^'\n]*)'")


class Listed(NamedTuple):
    """A file of a folder.

    Attributes:
        name: Its name without the suffix: that of the site or platform.
        path: The file.
        hosts: As in the file; () for a platform.
    """

    name: str
    path: Path
    hosts: tuple[str, ...]


def listed(folder: Path) -> list[Listed]:
    """The site and platform files of a folder in the order of their names.

    Each file's first bytes are read, once a process; with an index in the folder (`write_index`) only those of files
    that have changed since.

    Raises:
        OSError: The folder cannot be read.
    """
    known = _read_index(folder)
    out = []
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda e: e.name):
            if not entry.name.endswith(".toml") or entry.name.startswith("."):
                continue
            hosts = known.get(entry.name)
            if hosts is None or hosts[0] != _stamp(entry.stat()):
                hosts = ("", hosts_in(Path(entry.path)))
            out.append(Listed(entry.name.removesuffix(".toml"), Path(entry.path), tuple(hosts[1])))
    return out


def hosts_in(path: Path) -> list[str]:
    """The hosts that a file names, [] for a platform; the file's own name where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        found = _HOSTS.search(head)
        if found and b"#" not in found[1]:
            return [(a or b).decode() for a, b in _STRING.findall(found[1])]
        if _PLATFORM.search(head):
            return []
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        hosts = data.get("site", {}).get("hosts", [])
        return [] if "platform" in data else [h for h in hosts if isinstance(h, str)]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError):
        return [path.name.removesuffix(".toml")]  # found by its name, so that what is wrong with it is told


def write_index(folder: Path) -> int:
    """Write down the hosts of all files of a folder, so that a big one need not be read; how many they are.

    Raises:
        OSError: The folder cannot be read or written.
    """
    files = [f for f in sorted(folder.glob("*.toml")) if not f.name.startswith(".")]
    out = {file.name: (_stamp(file.stat()), hosts_in(file)) for file in files}
    (folder / INDEX).write_text(json.dumps(out, ensure_ascii=False), encoding="utf-8")
    return len(out)


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size}.{stat.st_mtime_ns}"


def _read_index(folder: Path) -> dict[str, tuple[str, list[str]]]:
    try:
        found = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: (v[0], v[1]) for k, v in found.items()} if isinstance(found, dict) else {}
