from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanpress.cli import cli

BODY = (
    (
        "The council met on Monday evening in the old grain hall, and for two hours nobody spoke of anything but "
        "the bridge. It had carried the town's carts for three centuries, and it had never once been painted the "
        "same colour twice."
    ),
    (
        "Mildred Oakshott, who has kept the toll book since she was nineteen, told the meeting that a bridge is "
        "not a decoration. She had brought the book with her, and she read from it until the clerk asked her to "
        "sit down again."
    ),
    (
        "Several members proposed a compromise in green, which pleased the fishermen and offended everybody else. "
        "A vote was taken, then taken again because the candles had gone out, and in the end the matter was put "
        "off until the spring."
    ),
    (
        "Outside, the river went on under the arches as it always had. A boy was already chalking a line along the "
        "parapet to show where the new colour might begin, and his sister was already washing it off with a bucket "
        "and a broom."
    ),
)

Page = Callable[..., Path]
Run = Callable[..., Result]


def markup(title: str = "A bridge in search of a colour", body: tuple[str, ...] = BODY) -> str:
    paragraphs = "\n".join(f"<p>{text}</p>" for text in body)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/town">Town</a></li></ul></nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article>"
        "<footer><p>© 2024 The Weir Gazette. All rights reserved.</p></footer></body></html>"
    )


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Writes a page with four paragraphs below the test's folder."""

    def write(name: str = "page.html", **parts: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markup(**parts), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run() -> Run:
    def call(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, prog_name="cleanpress")

    return call
