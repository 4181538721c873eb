"""The site files in force: found by host without opening the others, platforms told by the page."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from cleanpress.errors import RuleError, RuleWarning
from cleanpress.rules.site.compiled import Compiled, compile_site
from cleanpress.rules.site.index import Listed, hosts_in, listed
from cleanpress.rules.site.places import below, package_folders, packaged_folders, user_folder
from cleanpress.rules.site.read import parse_site, text_of
from cleanpress.rules.site.schema import SiteFile

RuleSource: TypeAlias = "str | PathLike[str] | SiteFile | RuleSet"
Rules: TypeAlias = "RuleSource | Iterable[RuleSource]"


class RuleSet:
    """Site files, nearest first; of several of one name the first counts. Safe in threads and in a pickle.

    Args:
        files: The files that may speak, as listed; they are read when a page needs them.
        given: Site files that were never written, by name.
    """

    def __init__(self, files: Sequence[Listed], given: dict[str, SiteFile] | None = None) -> None:
        first: dict[str, Listed] = {}
        for file in files:
            first.setdefault(file.name, file)
        self.files = tuple(first.values())
        self._given = given or {}
        self._compiled: dict[str, Compiled | None] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"files": self.files, "_given": self._given, "_compiled": {}}

    @cached_property
    def _by_host(self) -> dict[str, list[Listed]]:
        """Files by host; a host with a point before it stands for all below it."""
        out: dict[str, list[Listed]] = {}
        for file in self.files:
            for host in file.hosts:
                name = host.lower()
                key = name[1:] if name.startswith("*.") else name.removeprefix("www.")
                out.setdefault(key, []).append(file)
        return out

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {file.name: n for n, file in enumerate(self.files)}

    @cached_property
    def platforms(self) -> tuple[Compiled, ...]:
        """The platform files, all of them: a page has to be asked for each."""
        found = (self.compiled(file) for file in self.files if not file.hosts)
        return tuple(c for c in found if c is not None and c.file.platform)

    def named(self, host: str) -> list[Listed]:
        """The files that speak of a host, nearest first; none is opened."""
        known = self._by_host
        if not known:
            return []
        host = host.lower().rstrip(".")
        out = list(known.get(host.removeprefix("www."), ()))
        at = host.find(".")
        while at >= 0:
            out += known.get(host[at:], ())
            at = host.find(".", at + 1)
        return sorted({f.name: f for f in out}.values(), key=lambda f: self._rank[f.name]) if len(out) > 1 else out

    def for_address(self, url: str | None) -> list[Compiled]:
        """The site files that speak of an address, ready to use."""
        if not url:
            return []
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            return []
        if not host:
            return []
        found = (self.compiled(file) for file in self.named(host))
        return [c for c in found if c is not None and c.on_path(parts.path or "/")]

    def compiled(self, file: Listed) -> Compiled | None:
        """A file, ready to use; None for one that is wrong, which is told once in a `RuleWarning`."""
        if file.name not in self._compiled:
            try:
                self._compiled[file.name] = self._load(file)
            except RuleError as error:
                self._compiled[file.name] = None
                warnings.warn(f"{error} (this file is left out)", RuleWarning, stacklevel=2)
        return self._compiled[file.name]

    def _load(self, file: Listed) -> Compiled:
        if file.name in self._given and file.path == Path():
            return compile_site(self._given[file.name])
        return load_compiled(file.path)


def load_compiled(path: Path) -> Compiled:
    """Read and compile a site file.

    Raises:
        RuleError: It cannot be read, is not of the form, or holds a selector or pattern that cannot be parsed.
    """
    text = text_of(path)
    return compile_site(parse_site(text, str(path)), path, text)


def rule_set(rules: Rules | None = None, *, site_rules: bool = True) -> RuleSet:
    """The rules in force, nearest first: those given, then the user's, those of other packages, the packaged ones.

    Args:
        rules: A file, a folder, a `SiteFile`, a `RuleSet`, or several of these.
        site_rules: Whether any but those given may speak.

    Raises:
        RuleError: A file or folder that does not exist, or a single file that is wrong.
    """
    if rules is None and site_rules:
        return _default()
    files: list[Listed] = []
    given: dict[str, SiteFile] = {}
    one = isinstance(rules, (str, PathLike, SiteFile, RuleSet))
    for source in () if rules is None else [rules] if one else rules:  # type: ignore[union-attr]
        files += _listed(source, given)  # type: ignore[arg-type]
    if site_rules:
        files += _default().files
    return RuleSet(files, given)


@cache
def _default() -> RuleSet:
    return RuleSet([file for folder in default_folders() for file in _in_folder(folder)])


def default_folders() -> list[Path]:
    """The folders that are searched unasked, nearest first."""
    folders = [*below(user_folder()), *package_folders(), *packaged_folders()]
    return [folder for folder in folders if folder.is_dir()]


def _in_folder(folder: Path) -> list[Listed]:
    try:
        return listed(folder)
    except OSError as error:
        raise RuleError(f"folder of rules cannot be read: {error.strerror}", file=str(folder)) from error


def _listed(source: RuleSource, given: dict[str, SiteFile]) -> list[Listed]:
    if isinstance(source, RuleSet):
        given.update({k: v for k, v in source._given.items() if k not in given})
        return list(source.files)
    if isinstance(source, SiteFile):
        given.setdefault(source.name, source)
        return [Listed(source.name, Path(), source.site.hosts if source.site else ())]
    path = Path(source)
    if path.is_dir():
        return [file for folder in below(path) for file in _in_folder(folder)]
    load_compiled(path)  # a file that is named is read at once: what is wrong with it is told here
    return [Listed(path.name.removesuffix(".toml"), path, tuple(hosts_in(path)))]
