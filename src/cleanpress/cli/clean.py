"""The command that runs without a name: pages in, clean text out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

import cleanpress
from cleanpress.cli.explain import explain
from cleanpress.cli.options import InputKind, chosen, input_options, roles, rules_options
from cleanpress.cli.report import Report, cause
from cleanpress.cli.rules import rules
from cleanpress.cli.run import run
from cleanpress.cli.serve import serve
from cleanpress.cli.targets import FORMATS, Format, targets, whole
from cleanpress.cli.triage import triage
from cleanpress.errors import RuleError

if TYPE_CHECKING:
    from cleanpress.model import Role
    from cleanpress.pipelines.inputs.find import Input
    from cleanpress.pipelines.work import Cleaning

_JOINED: dict[Format, str] = {"text": "\n", "markdown": "\n", "jsonl": ""}


class Job(NamedTuple):
    """What to do with every input."""

    cleaning: Cleaning
    kind: InputKind
    url: str | None
    style: Format
    report: Report

    def rendered(self, sources: list[Input], *, wanted: bool) -> Iterator[tuple[Input, bytes]]:
        """Each input that could be read, rendered; the others are reported."""
        from cleanpress.pipelines.flow import flow
        from cleanpress.pipelines.inputs.common import Reading
        from cleanpress.pipelines.pool import start

        pool = start(self.cleaning.task(), workers=0)
        reading = Reading(self.kind, url=self.url)
        pages = ((source, page) for source in sources for page in source.pages(reading))
        with self.report.progress(len(sources), wanted=wanted) as advance:
            for done in flow(pool, pages, ordered=True, row=False):
                name, outcome = click.format_filename(done.key.name), done.outcome
                if outcome.error is not None:
                    self.report.fail(name, outcome.error)
                else:
                    if outcome.empty:
                        self.report.note(name, "no article found")
                    yield done.key, outcome.body
                advance()


class _CleanCommand(click.Command):
    """Help that also lists the commands beside this one."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            commands = (explain, run, serve, rules, triage)
            formatter.write_dl([(c.name or "", c.get_short_help_str()) for c in commands])
        super().format_epilog(ctx, formatter)


@click.command(
    cls=_CleanCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    epilog="A file that is called like a command is reached with its folder: ./explain",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-f", "--format", "style", type=click.Choice(FORMATS), default="text", show_default=True, help="Output.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="File for one input or for jsonl, folder for several or if it ends in a slash; default: stdout.",
)
@click.option("--keep", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to have in the text as well.")
@click.option("--drop", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to leave out of the text.")
@input_options
@rules_options
@click.option("--front-matter", is_flag=True, help="Put the metadata on top of the Markdown.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing on stderr but errors.")
@click.version_option(cleanpress.__version__, prog_name="cleanpress")
@click.pass_context
def clean(
    ctx: click.Context,
    inputs: tuple[str, ...],
    *,
    style: Format,
    output: str | None,
    keep: frozenset[Role],
    drop: frozenset[Role],
    kind: InputKind,
    url: str | None,
    rule_folders: tuple[Path, ...],
    no_site_rules: bool,
    front_matter: bool,
    quiet: bool,
) -> None:
    """Print the article of each INPUT without its boilerplate.

    An INPUT is an HTML or text file, a folder (searched for *.html, *.htm and *.xhtml, with --input text for *.txt), an
    http(s) address, or - for standard input.
    """
    if front_matter and style != "markdown":
        raise click.UsageError("--front-matter needs --format markdown")
    report = Report(quiet=quiet)
    folder = _folder(inputs, output, style)
    skip = folder.resolve() if folder else None
    from cleanpress.pipelines.inputs.find import find

    sources = list(find(inputs, kind=kind, pages_only=True, skip=skip, fail=report.fail))
    if url and len(sources) > 1:
        raise click.UsageError("--url is the address of one page; name one input")
    if len(sources) > 1 and folder is None and style not in _JOINED:
        raise click.UsageError(f"several pages make no single {style} file; use -o FOLDER/ or --format jsonl")
    if sources:
        from cleanpress.pipelines.work import Cleaning

        cleaning = Cleaning(
            keep=chosen(keep, drop),
            rules=list(map(str, rule_folders)),
            site_rules=not no_site_rules,
            row=False,
            body=style,
            front_matter=front_matter,
        )
        try:
            cleaning.extractor()
        except RuleError as error:
            raise click.UsageError(str(error)) from error
        job = Job(cleaning, kind, url, style, report)
        if folder:
            _write_each(job, sources, folder)
        else:
            _write_one(job, sources, Path(output) if output else None)
    ctx.exit(1 if report.failures else 0)


def _folder(inputs: tuple[str, ...], output: str | None, style: Format) -> Path | None:
    """The folder that output goes to, or None where it goes to one file or stdout."""
    if output is None:
        return None
    path = Path(output)
    several = len(inputs) > 1 or Path(inputs[0]).is_dir()
    if output.endswith(("/", os.sep)) or path.is_dir() or (several and style != "jsonl"):
        if path.exists() and not path.is_dir():
            raise click.UsageError(f"several inputs need a folder, and {output!r} is a file")
        return path
    return None


def _write_each(job: Job, sources: list[Input], folder: Path) -> None:
    try:
        places = dict(zip(sources, targets(sources, folder, job.style), strict=True))
    except FileExistsError as error:
        raise click.UsageError(str(error)) from error
    for source, data in job.rendered(sources, wanted=True):
        try:
            with whole(places[source]) as file:
                file.write(data)
        except OSError as error:
            job.report.fail(click.format_filename(places[source]), cause(error))


def _write_one(job: Job, sources: list[Input], path: Path | None) -> None:
    """All pages to one file, or to stdout as they come."""
    if path and path.resolve() in {Path(s.name).resolve() for s in sources if s.kind == "file"}:
        raise click.UsageError(f"{str(path)!r} is an input; name another file")
    pages = job.rendered(sources, wanted=path is not None or not sys.stdout.isatty())
    if path is None:
        for number, (_, data) in enumerate(pages):
            click.echo(_gap(job.style, number) + data, nl=False)
        return
    if len(sources) == 1:
        first = next(pages, None)
        if first is None:
            return
        pages = iter([first])
    try:
        with whole(path) as file:
            for number, (_, data) in enumerate(pages):
                file.write(_gap(job.style, number) + data)
    except OSError as error:
        job.report.fail(click.format_filename(path), cause(error))


def _gap(style: Format, number: int) -> bytes:
    """What stands between two pages in one stream."""
    return _JOINED[style].encode() if number else b""
