"""The group `cleanpress`: anything that is not the name of a command goes to the command that cleans."""

from __future__ import annotations

from typing import Any

import click

from cleanpress.cli.clean import clean
from cleanpress.cli.explain import explain
from cleanpress.cli.rules import rules
from cleanpress.cli.run import run
from cleanpress.cli.serve import serve
from cleanpress.cli.triage import triage


class DefaultGroup(click.Group):
    """A group with a command that runs where the first word names none.

    Args:
        default: The command that gets all other calls, `--help` included; it has no name of its own.
        **rest: As for click.Group.
    """

    def __init__(self, *, default: click.Command, **rest: Any) -> None:
        super().__init__(**rest)
        self.default = default

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the group if the first word is one of its commands, otherwise of the default."""
        if args and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self.default.make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the context was made for."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


cli = DefaultGroup(name="cleanpress", default=clean, commands=[explain, run, serve, rules, triage])


def main() -> None:
    """Run the command line on sys.argv and exit: 0 done, 1 some input failed, 2 wrong use."""
    cli(prog_name="cleanpress")
