"""What the commands on rules share: the files that their arguments name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from cleanpress.rules.site.ruleset import RuleSet

F = TypeVar("F", bound=Callable[..., object])

HELP = {"help_option_names": ["-h", "--help"]}


def rules_option(command: F) -> F:
    """Add `--rules`."""
    return click.option(
        "--rules",
        "folders",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="DIR",
        help="Folder (or file) of site rules that go before all others; may be repeated.",
    )(command)


def rule_files(arguments: Sequence[str], folders: Sequence[Path]) -> list[Path]:
    """The site files that are meant: files, folders, or names of sites; without any, all of the user's own.

    Raises:
        click.UsageError: Nothing of that name.
    """
    from cleanpress.rules.site.places import below, user_folder
    from cleanpress.rules.site.ruleset import rule_set

    out: list[Path] = []
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            out += _in(path)
        elif path.is_file():
            out.append(path)
        else:
            named = [f.path for f in rule_set(list(folders)).files if f.name == argument.removesuffix(".toml")]
            if not named:
                raise click.UsageError(f"no file, folder or site {argument!r}; see cleanpress rules list")
            out += named
    if not arguments:
        for folder in folders or below(user_folder()):
            out += _in(folder) if folder.is_dir() else [folder] if folder.is_file() else []
    return list(dict.fromkeys(out))


def _in(folder: Path) -> list[Path]:
    """The site files of a folder, and of its parts `sites` and `platforms`."""
    from cleanpress.rules.site.places import below

    return [f for part in below(folder) for f in sorted(part.glob("*.toml")) if not f.name.startswith(".")]


def in_force(folders: Sequence[Path]) -> RuleSet:
    """The rules in force with the folders given."""
    from cleanpress.rules.site.ruleset import rule_set

    return rule_set(list(folders) or None)


def place_of(path: Path) -> str:
    """Where a file lies, in a word."""
    from cleanpress.rules.site.places import package_folders, packaged_folders, user_folder

    if path.parent in packaged_folders():
        return "packaged"
    if user_folder() in path.parents:
        return "user"
    return "package" if path.parent in package_folders() else "given"


def nothing(files: list[Path]) -> None:
    """End the command where there is nothing to do.

    Raises:
        click.UsageError: There is no file.
    """
    if not files:
        from cleanpress.rules.site.places import user_folder

        raise click.UsageError(f"no site file; name a file or folder (your own are looked for in {user_folder()})")
