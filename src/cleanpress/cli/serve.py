"""`cleanpress serve`: the HTTP service."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import click

from cleanpress.cli.options import chosen, roles

if TYPE_CHECKING:
    from cleanpress.model import Role


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    short_help="Answer over HTTP: post a page, get JSON.",
)
@click.option("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port; 0 for any that is free.")
@click.option("-w", "--workers", type=click.IntRange(min=1), help="Processes that read pages; default: one a core.")
@click.option("--max-bytes", type=click.IntRange(min=1), default=20_000_000, help="Size of a page.")
@click.option("--page-seconds", type=click.FloatRange(0, min_open=True), default=30.0, help="Time for a page.")
@click.option("--page-memory", type=click.IntRange(min=256), default=2048, help="Megabytes for a worker, on Linux.")
@click.option("--waiting", type=click.IntRange(min=1), default=64, help="Pages in hand or waiting before a 503.")
@click.option("--keep", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to have in the text as well.")
@click.option("--drop", multiple=True, callback=roles, metavar="ROLE,...", help="Roles to leave out of the text.")
@click.option("-q", "--quiet", is_flag=True, help="No line for each request.")
def serve(
    *,
    host: str,
    port: int,
    workers: int | None,
    max_bytes: int,
    page_seconds: float,
    page_memory: int,
    waiting: int,
    keep: frozenset[Role],
    drop: frozenset[Role],
    quiet: bool,
) -> None:
    """Answer over HTTP: POST a page to /extract, get its row as JSON.

    The description of the service stands at /openapi.json, its state at /health. There is no authentication: let only
    those reach it who may.
    """
    if missing := [m for m in ("starlette", "uvicorn") if importlib.util.find_spec(m) is None]:
        raise click.ClickException(f"serve needs {' and '.join(missing)}; run: pip install 'cleanpress[serve]'")
    import uvicorn

    from cleanpress.engines.serve import Bounds, app

    bounds = Bounds(max_bytes=max_bytes, page_seconds=page_seconds, page_memory=page_memory, waiting=waiting)
    service = app(bounds, keep=chosen(keep, drop), workers=workers)
    uvicorn.run(service, host=host, port=port, access_log=not quiet, log_level="info", timeout_keep_alive=15)
