"""`cleanpress run`: many pages with all cores, into one output, and on again after it was stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from cleanpress.cli.options import chosen, roles, rules_options
from cleanpress.cli.progress import Progress
from cleanpress.cli.report import Report, cause
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.pipelines.outputs.sink import Sink
    from cleanpress.pipelines.run import Run, Settings

Into = Literal["jsonl", "parquet", "markdown", "text", "sqlite", "duckdb"]
_SUFFIXES: dict[str, Into] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".sqlite": "sqlite", ".sqlite3": "sqlite",
    ".db": "sqlite", ".duckdb": "duckdb",
}  # fmt: skip
_FIELDS = ("html", "text", "url", "id", "charset", "path")
_MEGABYTE = 1_000_000
_INTERRUPTED = 130


def _fields(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for value in values:
        name, equals, column = value.partition("=")
        if not equals or name not in _FIELDS or not column:
            raise click.BadParameter(f"{value!r} is not NAME=FIELD with one of the names {', '.join(_FIELDS)}")
        out[name] = column
    return out


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    short_help="Many pages with all cores, into one output.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="PATH", help="File or folder for the rows; - for stdout.")
@click.option("-f", "--format", "into", type=click.Choice(get_args(Into)), help="Default: by the suffix of PATH.")
@click.option(
    "--from",
    "form",
    type=click.Choice(["page", "jsonl", "parquet", "warc", "wacz", "csv"]),
    help="What the inputs are; default: by their suffixes.",
)
@click.option(
    "--input",
    "kind",
    type=click.Choice(["html", "text", "auto"]),
    default="auto",
    show_default=True,
    help="What pages are that do not say it.",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    callback=_fields,
    metavar="NAME=FIELD",
    help="Where records have html, url, id ...",
)
@click.option(
    "--blocks",
    type=click.Choice(["all", "article", "none"]),
    default="all",
    show_default=True,
    help="Blocks in each row.",
)
@click.option("--keep", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to have in the text as well.")
@click.option("--drop", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to leave out of the text.")
@rules_options
@click.option("-j", "--workers", type=click.IntRange(min=0), metavar="N", help="Processes; default: one a core.")
@click.option("--ordered", is_flag=True, help="Rows in the order of the input.")
@click.option("--near-duplicates", "duplicates", is_flag=True, help="Columns that tell near-duplicates; ordered.")
@click.option(
    "--page-seconds", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Time for a page."
)
@click.option(
    "--page-memory",
    type=click.IntRange(min=512),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Memory of a worker.",
)
@click.option(
    "--page-size", type=click.FloatRange(min=0.001), default=50.0, show_default=True, metavar="MB", help="Largest page."
)
@click.option("--resume", is_flag=True, help="Go on where the run into PATH stopped; begin if there is none.")
@click.option("--overwrite", is_flag=True, help="Begin anew although PATH is there.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing on stderr but errors.")
@click.pass_context
def run(
    ctx: click.Context, /, output: str, *, into: Into | None, quiet: bool, resume: bool, overwrite: bool, **how: Any
) -> None:
    """Read the pages of all INPUTs, and write a row for each: one page in, one row out, always.

    An INPUT is a page (HTML or text), a folder, a pattern, a file of many pages (JSON lines, Parquet, WARC, WET, WACZ),
    a CSV file of paths, or - for standard input. PATH is a file (.jsonl, .jsonl.gz, .jsonl.zst, .parquet, .sqlite,
    .duckdb) or a folder, which needs --format.

    Ctrl-C ends it when the pages in hand are done; --resume goes on, also after a crash.
    """
    if resume and (overwrite or output == "-"):
        raise click.UsageError("--resume needs an output that is kept: no --overwrite, and not -o -")
    report = Report(quiet=quiet)
    try:
        settings = _settings(output, into, how)
        sink = sink_for(output, into, duplicates=how["duplicates"])
        progress = Progress(settings, report, quiet=quiet)
        from cleanpress.pipelines.run import Run

        work = Run(settings, sink, progress)
        with progress, _stopping(work, progress):
            done = work(resume=resume, overwrite=overwrite)
    except (CleanpressError, OSError) as error:
        report.fail(click.format_filename(output), cause(error))
        ctx.exit(1)
    progress.summary(work, done=done, output=output)
    ctx.exit(_INTERRUPTED if not done else 1 if report.failures else 0)


def _settings(output: str, into: Into | None, how: dict[str, Any]) -> Settings:
    from cleanpress.model import Limits
    from cleanpress.pipelines.inputs.common import Form, Meter, Reading
    from cleanpress.pipelines.run import Settings
    from cleanpress.pipelines.work import Cleaning

    forms: dict[str, Form] = {"jsonl": "lines", "csv": "paths"}
    for name in how["inputs"]:
        _check(name)
    limits = Limits(max_bytes=int(how["page_size"] * _MEGABYTE))
    style = into if into == "markdown" or into == "text" else None
    return Settings(
        inputs=how["inputs"],
        reading=Reading(how["kind"], how["fields"], limits, meter=Meter(), wrapped=True),
        form=forms.get(how["form"], how["form"]),
        cleaning=Cleaning(
            keep=chosen(how["keep"], how["drop"]),
            rules=list(map(str, how["rule_folders"])),
            site_rules=not how["no_site_rules"],
            blocks=how["blocks"],
            body=style,
            sketch=how["duplicates"],
        ),
        workers=how["workers"],
        ordered=how["ordered"],
        page_seconds=how["page_seconds"],
        page_memory=how["page_memory"],
        duplicates=None if not how["duplicates"] else ":memory:" if output == "-" else output.rstrip("/\\") + ".seen",
    )


def _check(name: str) -> None:
    """Refuse a name that is nothing at all before hours are spent on the others."""
    import glob
    import os

    if name != "-" and "://" not in name and not os.path.lexists(name) and not glob.has_magic(name):
        raise click.UsageError(f"{click.format_filename(name)!r}: no such file or folder")


def sink_for(output: str, into: Into | None, *, duplicates: bool) -> Sink:
    """The output that a path and a format name.

    Raises:
        click.UsageError: They name none.
        InputError: A module that it needs is not installed.
    """
    from cleanpress.pipelines.outputs.lines import Lines, Stream

    if output == "-":
        if into not in {None, "jsonl"}:
            raise click.UsageError(f"{into} cannot go to standard output; name a file or folder")
        return Stream()
    path = Path(output)
    suffix = Path(output.removesuffix(".gz").removesuffix(".zst")).suffix.lower()
    folder = output.endswith(("/", "\\")) or path.is_dir()
    into = into or (None if folder else _SUFFIXES.get(suffix))
    if into is None:
        raise click.UsageError(f"what is {output!r} to be? Name it *.jsonl, *.parquet or the like, or use --format")
    if into == "jsonl":
        return Lines(path / "rows.jsonl" if folder else path)
    if into == "parquet":
        from cleanpress.pipelines.outputs.parquet import Parquet

        return Parquet(path, folder=folder, duplicates=duplicates)
    if into == "markdown" or into == "text":
        from cleanpress.pipelines.outputs.folder import Folder

        return Folder(path, into)
    from cleanpress.pipelines.outputs.tables import Table

    return Table(path, into, duplicates=duplicates)


@contextmanager
def _stopping(work: Run, progress: Progress) -> Iterator[None]:
    """The first Ctrl-C, or a request to terminate, stops the run in order; the second ends it at once."""
    before: dict[signal.Signals, Any] = {}

    def stop(number: int, _frame: object) -> None:
        work.stop()
        progress.say("stopping; the pages in hand are being finished (once more to end at once)")
        signal.signal(number, before[signal.Signals(number)])

    handled: Callable[..., Any] = stop
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, handled)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
