"""Whole invented pages, each with the role every block should get and phrases the text must and must not hold."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

PAGES = Path(__file__).parent / "fixtures" / "pages"
SLUGS = sorted(path.name for path in PAGES.iterdir() if path.is_dir())


def _load(name: str) -> ModuleType:
    # under --import-mode=importlib the folder of a test is not on sys.path
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


alignment = _load("pages_alignment")


@cache
def _meta(slug: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / slug / "meta.toml").read_text(encoding="utf-8"))


@cache
def _floors() -> dict[str, dict[str, Any]]:
    return tomllib.loads((PAGES / "floors.toml").read_text(encoding="utf-8"))


def _floor(slug: str, key: str) -> float:
    floors = _floors()
    return float(floors.get(slug, {}).get(key, floors["default"][key]))


@cache
def _labels(slug: str) -> Any:
    return alignment.read_labels(PAGES / slug / "roles.tsv")


@cache
def _document(slug: str) -> Any:
    import cleanpress

    return cleanpress.extract((PAGES / slug / "page.html").read_bytes(), url=_meta(slug)["url"])


def _expected(slug: str, sign: str) -> list[str]:
    lines = (PAGES / slug / "expect.txt").read_text(encoding="utf-8").splitlines()
    return [line[2:] for line in lines if line.startswith(f"{sign} ")]


def _assert_floor(document: Any, slug: str, key: str) -> None:
    result = alignment.score(_labels(slug), [(str(block.role), block.text) for block in document.blocks])
    floor = _floor(slug, key)
    report = "\n".join(str(miss) for miss in result.misses)
    assert result.accuracy >= floor, f"{result.accuracy:.3f} < {floor}\n{report}"


@pytest.mark.parametrize("slug", SLUGS)
def test_blocks_have_their_roles(slug: str) -> None:
    _assert_floor(_document(slug), slug, "floor")


@pytest.mark.parametrize("slug", SLUGS)
def test_text_holds_the_article_and_nothing_else(slug: str) -> None:
    text = _document(slug).text
    missing = [phrase for phrase in _expected(slug, "+") if phrase not in text]
    leaked = [phrase for phrase in _expected(slug, "-") if phrase in text]
    known = _floors().get(slug, {})
    # what is not reached yet is listed, and has to be taken off the list once it is
    assert missing == known.get("missing", [])
    assert leaked == known.get("leaked", [])


@pytest.mark.parametrize("slug", SLUGS)
def test_access_and_truncation(slug: str) -> None:
    document, meta = _document(slug), _meta(slug)
    # a page that says nothing of access may be taken for a free one, not for a gated one
    allowed = (meta["access"],) if "access" in meta else (None, "free")
    assert document.access in allowed
    assert document.truncated is meta["truncated"]


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if _meta(slug).get("text")])
def test_plain_text_blocks_have_their_roles(slug: str) -> None:
    import cleanpress

    text = "\n\n".join(label.text for label in _labels(slug))
    _assert_floor(cleanpress.clean_text(text, url=_meta(slug)["url"]), slug, "text_floor")


@pytest.mark.parametrize("slug", SLUGS)
def test_fixture_is_whole(slug: str) -> None:
    from cleanpress.model import Role

    assert {label.role for label in _labels(slug)} <= {role.value for role in Role}
    assert len(_expected(slug, "+")) >= 3 and len(_expected(slug, "-")) >= 3
    assert {"lang", "kind", "url", "truncated", "notes"} <= _meta(slug).keys()
    assert _meta(slug).get("access") in {None, "free", "metered", "locked"}


def test_fixtures_cover_many_languages_and_every_role() -> None:
    from cleanpress.model import Role

    assert len(SLUGS) >= 34
    assert len({_meta(slug)["lang"] for slug in SLUGS}) >= 10
    assert {label.role for slug in SLUGS for label in _labels(slug)} == {role.value for role in Role}


def test_floors_name_pages_that_exist() -> None:
    assert _floors().keys() - {"default"} <= set(SLUGS)
    assert all(floors.keys() <= {"floor", "text_floor", "missing", "leaked"} for floors in _floors().values())
