"""Options that the commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

if TYPE_CHECKING:
    from cleanpress.model import Role

F = TypeVar("F", bound=Callable[..., object])

InputKind = Literal["html", "text", "auto"]


def roles(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> frozenset[Role]:
    """The roles of comma-separated lists; a hyphen counts as an underscore.

    Raises:
        click.BadParameter: No role has that name.
    """
    names = [n.strip().lower().replace("-", "_") for value in values for n in value.split(",") if n.strip()]
    if not names:
        return frozenset()
    from cleanpress.model import Role

    known = {role.value: role for role in Role}
    for name in names:
        if name not in known:
            raise click.BadParameter(_no_such_role(name, list(known)))
    return frozenset(known[name] for name in names)


def _no_such_role(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the roles are {', '.join(known)}"
    return f"no role {name!r}; {hint}"


def rules_options(command: F) -> F:
    """Add `--rules` and `--no-site-rules`."""
    command = click.option(
        "--rules",
        "rule_folders",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="DIR",
        help="Folder (or file) of site rules that go before all others; may be repeated.",
    )(command)
    return click.option(
        "--no-site-rules", "no_site_rules", is_flag=True, help="No site or platform rules but those of --rules."
    )(command)


def chosen(keep: frozenset[Role], drop: frozenset[Role]) -> list[str] | None:
    """The roles of the text: the usual ones, those kept, and none of those dropped; None for just the usual ones.

    Raises:
        click.UsageError: A role is both kept and dropped.
    """
    if both := keep & drop:
        raise click.UsageError(f"both kept and dropped: {', '.join(sorted(both))}")
    if not keep and not drop:
        return None
    from cleanpress.model import KEEP

    return sorted((KEEP | keep) - drop)


def input_options(command: F) -> F:
    """Add `--input` and `--url`."""
    command = click.option(
        "--url", metavar="URL", help="Address that the page came from, where it is read from a file or stdin."
    )(command)
    return click.option(
        "--input",
        "kind",
        type=click.Choice(["html", "text", "auto"]),
        default="auto",
        show_default=True,
        help="What the input is; auto goes by the file's name and its first bytes.",
    )(command)
