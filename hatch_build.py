"""Builds the compiled twins of the hot loops; where there is no compiler the package is built without, and slower."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
import tomllib
from array import array
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles every .pyx under src beside its source, and the knowledge beside its TOML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile; on any failure say so and go on."""
        if self.target_name != "wheel":
            return
        built = compile_knowledge(ROOT)
        try:
            built += compile_all(ROOT)
        except Exception as error:  # noqa: BLE001  # a compiler fails in more ways than can be named
            print(f"cleanpress: built without compiled parts: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        else:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            built += made_automata(ROOT)
        build_data["artifacts"] += [str(path.relative_to(ROOT)) for path in built]


def compile_knowledge(root: Path) -> list[Path]:
    """The knowledge files that every process reads, as JSON beside them: TOML is slow to read."""
    folder = root / "src" / "cleanpress" / "knowledge"
    made = []
    for file in sorted([*folder.glob("*.toml"), *folder.glob("lexicons/*.toml"), *folder.glob("scorecards/*.toml")]):
        raw = file.read_bytes()
        path = file.with_suffix(".compiled.json")
        twin = {"of": hashlib.sha256(raw).hexdigest(), "data": tomllib.loads(raw.decode("utf-8"))}
        path.write_text(json.dumps(twin, ensure_ascii=False), encoding="utf-8")
        made.append(path)
        if file.parent.name == "scorecards" and "draft" in twin["data"]:
            made.append(compile_points(file, raw, twin["data"]))
    return made


def compile_points(file: Path, raw: bytes, card: dict[str, Any]) -> Path:
    """A scorecard's points as numbers in rows, as `decide/scorecard.py` reads them."""
    tiers = (card["draft"], card["final"])
    roles = sorted({role for tier in tiers for told in tier.values() for role in told})
    head = {"roles": roles, "draft": list(tiers[0]), "final": list(tiers[1]), "calibration": card["calibration"]}
    numbers = array("f", [told.get(role, 0.0) for tier in tiers for told in tier.values() for role in roles])
    if sys.byteorder == "big":
        numbers.byteswap()
    path = file.with_suffix(".points.bin")
    path.write_bytes(hashlib.sha256(raw).digest() + json.dumps(head).encode() + b"\n" + numbers.tobytes())
    return path


def compile_automata(root: Path) -> list[Path]:
    """The automata of the lexicons beside them, by the module that was just compiled.

    Raises:
        ImportError: It does not run here.
    """
    sys.path.insert(0, str(root / "src"))
    from cleanpress.rules._match import Automaton
    from cleanpress.rules.entries import BUILT, digest, distinct

    folder = root / "src" / "cleanpress" / "knowledge"
    cues = (folder / "cues.toml").read_bytes()
    told = tomllib.loads(cues.decode("utf-8"))
    kinds = told["cue"] | {f"topic.{name}": topic for name, topic in told["topic"].items()}
    most = {name: kind["max_words"] for name, kind in kinds.items()}
    made = []
    for file in sorted(folder.glob("lexicons/*.toml")):
        raw = file.read_bytes()
        book = tomllib.loads(raw.decode("utf-8"))
        given = [(p["text"], p["cue"], p.get("where", "any"), p.get("max_words")) for p in book["phrase"]]
        path = file.with_suffix(BUILT)
        path.write_bytes(digest(cues, raw) + Automaton(distinct(most, [(book["language"], given)])).dumped())
        made.append(path)
    return made


def made_automata(root: Path) -> list[Path]:
    """The automata; none where what was compiled does not run here, as in a build for another machine."""
    try:
        return compile_automata(root)
    except ImportError as error:
        print(f"cleanpress: lexicons are compiled when they are first used: {error}", file=sys.stderr)  # noqa: T201
        return []


def compile_all(root: Path) -> list[Path]:
    """The extension modules, each beside its source."""
    import lxml
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension

    sources = sorted((root / "src").rglob("*.pyx"))
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            Extension(
                ".".join(s.relative_to(root / "src").with_suffix("").parts),
                [str(s)],
                include_dirs=lxml.get_include(),
                extra_compile_args=[] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"],
            )
            for s in sources
        ]
        made = cythonize(parts, language_level=3, build_dir=folder, quiet=True)
        dist = Distribution({"name": "cleanpress", "ext_modules": made})
        command = dist.get_command_obj("build_ext")
        command.build_lib, command.build_temp = folder + "/lib", folder + "/temp"  # type: ignore[attr-defined]
        command.ensure_finalized()
        command.run()
        out = []
        for source, name in zip(sources, command.get_outputs(), strict=True):  # type: ignore[attr-defined]
            path = source.with_name(Path(name).name)
            shutil.copyfile(name, path)
            out.append(path)
    return out


if __name__ == "__main__":
    for path in (*compile_knowledge(ROOT), *compile_all(ROOT), *compile_automata(ROOT)):
        print(path.relative_to(ROOT))  # noqa: T201
