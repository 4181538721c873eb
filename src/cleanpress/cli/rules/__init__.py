"""`cleanpress rules`: site rules drafted, learned, brought over, checked, proven, listed, explained, put in style."""

import click

from cleanpress.cli.rules.check import check
from cleanpress.cli.rules.explain import explain
from cleanpress.cli.rules.fmt import fmt
from cleanpress.cli.rules.importing import import_
from cleanpress.cli.rules.learn import learn
from cleanpress.cli.rules.listing import list_
from cleanpress.cli.rules.new import new
from cleanpress.cli.rules.prove import test
from cleanpress.cli.rules.schema import schema

__all__ = ["rules"]

rules = click.Group(
    "rules",
    help="Rules for a site or a platform, written as TOML files.",
    short_help="Write, learn, check and test site rules.",
    commands=[new, learn, import_, check, test, list_, explain, fmt, schema],
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)
