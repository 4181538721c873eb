"""What the HTTP service speaks: its messages, and the description of them."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

import cleanpress
from cleanpress.pipelines.rows import Blocks, Row

_PROBLEMS = {
    400: "The request says nothing that could be read",
    408: "The body did not arrive in time",
    413: "The page is too large",
    415: "The Content-Type is none that is read",
    422: "The page cannot be read, or took too long",
    503: "Too many pages wait; try again",
}


class Posted(msgspec.Struct, forbid_unknown_fields=True):
    """A page as JSON; either `html` or `text` is given."""

    html: str | None = None
    text: str | None = None
    url: str | None = None
    id: str = ""


class Problem(msgspec.Struct):
    """Why there is no row."""

    error: str


class Health(msgspec.Struct):
    """Whether pages are taken, and how many are in hand or wait."""

    status: Literal["ok", "failing"]
    version: str
    workers: int
    waiting: int


def describe() -> dict[str, Any]:
    """The service in OpenAPI 3.1."""
    _, parts = msgspec.json.schema_components(
        [Posted, Row, Problem, Health], ref_template="#/components/schemas/{name}"
    )
    either = [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("html", "text")]
    parts["Posted"]["oneOf"] = either
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cleanpress",
            "version": cleanpress.__version__,
            "description": "Cuts an article page into blocks and says what each block is.",
        },
        "paths": {
            "/extract": {"post": _extract()},
            "/health": {"get": _get("health", "Whether pages are taken", "Health", also=503)},
            "/openapi.json": {"get": _get("openapi", "This description")},
        },
        "components": {"schemas": parts},
    }


def _extract() -> dict[str, Any]:
    bodies: dict[str, Any] = {
        name: {"schema": {}}  # whatever bytes they are
        for name in ("text/html", "application/xhtml+xml", "text/plain")
    }
    bodies["application/json"] = {"schema": {"$ref": "#/components/schemas/Posted"}}
    return {
        "operationId": "extract",
        "summary": "Post a page, get its row",
        "parameters": [
            _query("blocks", {"enum": list(get_args(Blocks)), "default": "all"}, "Which blocks stand in `roles`"),
            _query("url", {"type": "string"}, "Address of the page, for bodies that are no JSON"),
            _query("id", {"type": "string"}, "Names the page in the row, for bodies that are no JSON"),
        ],
        "requestBody": {"required": True, "content": bodies},
        "responses": {
            "200": _answer("The row", "Row"),
            **{str(status): _answer(what, "Problem") for status, what in _PROBLEMS.items()},
        },
    }


def _get(name: str, what: str, schema: str | None = None, *, also: int | None = None) -> dict[str, Any]:
    out: dict[str, Any] = {"operationId": name, "summary": what, "responses": {"200": _answer(what, schema)}}
    if also:
        out["responses"][str(also)] = _answer("They are not", schema)
    return out


def _answer(what: str, schema: str | None) -> dict[str, Any]:
    inner = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    return {"description": what, "content": {"application/json": {"schema": inner}}}


def _query(name: str, schema: dict[str, Any], what: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": what}
