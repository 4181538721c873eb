"""The HTTP service: a page is posted, its row comes back as JSON. For languages that cannot call Python."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, get_args

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

import cleanpress
from cleanpress.engines.desk import BusyError, Desk
from cleanpress.engines.openapi import Health, Posted, Problem, describe
from cleanpress.errors import CleanpressError
from cleanpress.model import Limits
from cleanpress.pipelines.rows import Blocks, Kind, PageInput
from cleanpress.pipelines.work import Cleaning, Outcome

_KINDS: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_JSON = "application/json"
_ROOM = 6  # bytes of JSON that one byte of a page may take


class Bounds(msgspec.Struct, frozen=True):
    """What the service lets itself be asked for.

    Attributes:
        max_bytes: Size of a page; a longer one is refused with status 413.
        page_seconds: Time for a page in its worker, after which it is refused with 422.
        page_memory: Megabytes for a worker; None for no limit. Kept on Linux.
        waiting: Pages in hand or waiting, beyond which new ones are refused with 503.
        body_seconds: Time for a request to arrive, after which it is refused with 408.
    """

    max_bytes: int = 20_000_000
    page_seconds: float = 30.0
    page_memory: int | None = 2048
    waiting: int = 64
    body_seconds: float = 30.0


def app(bounds: Bounds | None = None, *, keep: list[str] | None = None, workers: int | None = None) -> Starlette:
    """The service as an ASGI application, e.g. `uvicorn --factory cleanpress.engines.serve:app`.

    Args:
        bounds: Limits; None for the default ones.
        keep: Roles that make up the text; None for the usual ones.
        workers: Number of worker processes; None for one a core.
    """
    service = _Service(bounds or Bounds(), keep, workers)
    routes = [
        Route("/extract", service.extract, methods=["POST"]),
        Route("/health", service.health, methods=["GET"]),
        Route("/openapi.json", service.openapi, methods=["GET"]),
    ]
    handlers: dict[Any, Any] = {HTTPException: _refused}
    return Starlette(routes=routes, lifespan=service.lifespan, exception_handlers=handlers)


class _Service:
    """The answers.

    Args:
        bounds: Limits.
        keep: Roles that make up the text.
        workers: Number of worker processes.
    """

    def __init__(self, bounds: Bounds, keep: list[str] | None, workers: int | None) -> None:
        self.bounds = bounds
        limits = Limits(max_bytes=bounds.max_bytes, seconds=bounds.page_seconds)
        self._cleaning = Cleaning(keep=keep, limits=limits)
        self._cleaning.extractor()  # a role that does not exist is told at once
        self._workers = workers
        self._desk: Desk | None = None
        self._schema = msgspec.json.encode(describe())

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Workers live as long as the service."""
        bounds = self.bounds
        memory = None if bounds.page_memory is None else bounds.page_memory << 20
        self._desk = Desk(
            self._cleaning, self._workers, waiting=bounds.waiting, seconds=bounds.page_seconds, memory=memory
        )
        try:
            yield
        finally:
            await asyncio.to_thread(self._desk.close)

    @property
    def desk(self) -> Desk:
        """Takes the pages."""
        if self._desk is None:
            raise HTTPException(503, "the service has not started")
        return self._desk

    async def extract(self, request: Request) -> Response:
        """A page in, its row out."""
        blocks = _blocks(request)
        page = _page(request, await self._body(request))
        try:
            outcome = await self.desk.clean(page)
        except BusyError as error:
            raise HTTPException(503, f"{error}; try again", {"Retry-After": "1"}) from error
        except CleanpressError as error:
            raise HTTPException(503, str(error)) from error
        if outcome.error is not None:
            raise HTTPException(422, outcome.error)
        return Response(_chosen(outcome, blocks), media_type=_JSON)

    async def health(self, _: Request) -> Response:
        """Whether pages are taken."""
        desk = self.desk
        state = Health("ok" if desk.healthy else "failing", cleanpress.__version__, desk.workers, desk.waiting)
        return Response(msgspec.json.encode(state), 200 if desk.healthy else 503, media_type=_JSON)

    async def openapi(self, _: Request) -> Response:
        """What can be asked for, as OpenAPI."""
        return Response(self._schema, media_type=_JSON)

    async def _body(self, request: Request) -> bytes:
        """The body, which is not read further than it may be long."""
        most = self.bounds.max_bytes * (_ROOM if _media(request) == _JSON else 1)
        told = request.headers.get("content-length", "")
        size = int(told) if told.isdecimal() else 0
        out = bytearray()
        try:
            async with asyncio.timeout(self.bounds.body_seconds):
                if size <= most:
                    async for chunk in request.stream():
                        out += chunk
                        size = len(out)
                        if size > most:
                            break
        except TimeoutError as error:
            raise HTTPException(408, f"the body did not arrive in {self.bounds.body_seconds:g} s") from error
        except ClientDisconnect as error:
            raise HTTPException(400, "the body breaks off") from error
        if size > most:
            raise HTTPException(413, f"a page may have {self.bounds.max_bytes} bytes", {"Connection": "close"})
        return bytes(out)


def _media(request: Request) -> str:
    told: str = request.headers.get("content-type", "")
    return told.partition(";")[0].strip().lower()


def _blocks(request: Request) -> Blocks:
    wanted = request.query_params.getlist("blocks")
    for name in get_args(Blocks):
        if wanted in ([], [name]):
            chosen: Blocks = name
            return chosen
    raise HTTPException(400, f"blocks is one of {', '.join(get_args(Blocks))}")


def _page(request: Request, body: bytes) -> PageInput:
    """The page that a request holds, in its body or in JSON."""
    media = _media(request)
    if not body:
        raise HTTPException(400, "the body is empty; post the page")
    if media == _JSON:
        try:
            posted = msgspec.json.decode(body, type=Posted)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise HTTPException(400, str(error)) from error
        if (posted.html is None) == (posted.text is None):
            raise HTTPException(400, 'give either "html" or "text"')
        kind: Kind = "text" if posted.html is None else "html"
        return PageInput(posted.id, posted.text if posted.html is None else posted.html, posted.url, kind=kind)
    if media not in _KINDS:
        raise HTTPException(415, f"the Content-Type is one of {', '.join([*_KINDS, _JSON])}")
    query = request.query_params
    charset = request.headers["content-type"] if _KINDS[media] == "html" else None
    return PageInput(query.get("id", ""), body, query.get("url") or None, charset, _KINDS[media])


def _chosen(outcome: Outcome, blocks: Blocks) -> bytes:
    """The row with the blocks that were asked for."""
    if blocks == "all":
        return outcome.row
    row = msgspec.json.decode(outcome.row)
    side = cleanpress.model.SIDE
    row["roles"] = [b for b in row["roles"] if blocks == "article" and (b["start"] is not None or b["role"] in side)]
    return msgspec.json.encode(row)


async def _refused(_: Request, error: HTTPException) -> Response:
    return Response(msgspec.json.encode(Problem(error.detail)), error.status_code, error.headers, _JSON)
