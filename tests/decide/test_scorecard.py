"""A scorecard file is checked, and laid out for the signals in their order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cleanpress.decide import scorecard as home
from cleanpress.decide.scorecard import ALWAYS, ROLES, ScorecardFile, read_scorecard
from cleanpress.errors import RuleError
from cleanpress.model import Role
from cleanpress.rules.schema import knowledge

GOOD = """\
about = "made for a test"
calibration = [[0.0, 0.1], [1.0, 0.9]]
[draft]
"a.b" = { paragraph = 10 }
[final]
"a.b" = { paragraph = 20, teaser = -5 }
always = { navigation = 1 }
"""


def read(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> ScorecardFile:
    (folder / "html.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(home, "knowledge", lambda *parts: folder / parts[-1])
    return read_scorecard.__wrapped__("html")


def test_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = read(monkeypatch, tmp_path, GOOD)
    assert file.draft == {"a.b": {"paragraph": 10}}
    assert file.final["always"] == {"navigation": 1}
    assert file.calibration == [(0.0, 0.1), (1.0, 0.9)]


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("teaser = -5", "teazer = -5", "teazer"),
        ("paragraph = 20", 'paragraph = "20"', "str"),
        ("[draft]", "[drafts]", "drafts"),
        ("[1.0, 0.9]", "[1.0]", "length"),
        ('about = "made for a test"\n', "", "about"),
    ],
)
def test_a_wrong_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        read(monkeypatch, tmp_path, GOOD.replace(old, new))
    assert "html.toml" in (caught.value.file or "")


def test_points_stand_where_their_signals_stand(tiny: Callable[..., ScorecardFile]) -> None:
    tiny(
        {"b": {"teaser": 3}, "c": {"code": 4}, "nobody": {"code": 9}, ALWAYS: {"share": 7}},
        {"a": {"paragraph": 1}, ALWAYS: {"share": 2}},
    )
    card = home.scorecard.__wrapped__("html", ("a", "b"), ("c",))
    width = len(ROLES)
    paragraph, teaser, share, code = (ROLES.index(r) for r in (Role.PARAGRAPH, Role.TEASER, Role.SHARE, Role.CODE))
    assert card.block.shape == (2, 2 * width)
    assert np.argwhere(card.block).tolist() == [[0, paragraph], [1, width + teaser]]
    assert np.argwhere(card.block_always).ravel().tolist() == [share, width + share]
    assert np.argwhere(card.context).tolist() == [[0, code]]
    assert card.context[0, code] == 4


@pytest.mark.parametrize("form", ["html", "text"])
def test_packaged_scorecards_fit(form: str) -> None:
    file = read_scorecard(form)
    shares, chances = zip(*file.calibration, strict=True)
    assert file.about and file.draft and file.final
    assert list(shares) == sorted(shares) and list(chances) == sorted(chances)
    assert min(chances) >= 0 and max(chances) <= 1


@pytest.mark.parametrize("form", ["html", "text"])
def test_what_the_build_wrote_down_is_the_scorecard(form: str) -> None:
    slow = home._laid_out(read_scorecard(form))
    quick = home._built(knowledge("scorecards", f"{form}.toml"))
    if quick is None:
        pytest.skip("not built")
    assert quick.calibration == slow.calibration
    for ours, theirs in ((quick.draft, slow.draft), (quick.final, slow.final)):
        names = (*theirs.rows, "nobody")
        assert ours.rows == theirs.rows
        assert (ours.of(names) == theirs.of(names)).all()


def test_what_was_built_of_another_text_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "card.toml"
    file.write_text("about = 'x'", encoding="utf-8")
    head = {"roles": ["paragraph"], "draft": ["a"], "final": ["b"], "calibration": [[0.0, 0.1]]}
    numbers = np.array([1.5, -2], dtype="<f4").tobytes()

    def write(roles: list[str]) -> None:
        raw = hashlib.sha256(file.read_bytes()).digest() + json.dumps({**head, "roles": roles}).encode() + b"\n"
        file.with_suffix(home.BUILT).write_bytes(raw + numbers)

    assert home._built(file) is None
    write(["paragraph"])
    found = home._built(file)
    assert found is not None and found.final.of(("b", "c")).sum() == -2
    write(["nobody"])
    assert home._built(file) is None
    write(["paragraph"])
    file.write_text("about = 'y'", encoding="utf-8")
    assert home._built(file) is None
