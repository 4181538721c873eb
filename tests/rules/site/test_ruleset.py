from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from time import perf_counter

import pytest

from cleanpress import Extractor
from cleanpress.errors import RuleError, RuleWarning
from cleanpress.rules.site import index, places, ruleset
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.ruleset import RuleSet, rule_set


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for cached in (places.package_folders, ruleset._default):
        cached.cache_clear()
    yield tmp_path / "config" / "cleanpress" / "rules"
    for cached in (places.package_folders, ruleset._default):
        cached.cache_clear()


def site(name: str, *hosts: str, more: str = "", css: str = ".x") -> str:
    listed = ", ".join(f'"{h}"' for h in hosts or (name,))
    return (
        f'[site]\nname = "{name}"\nhosts = [{listed}]\n{more}\n[[rule]]\nid = "x"\nrole = "promo"\ncss = "{css}"\n'
        'strength = "certain"\nwhy = "because"\n'
    )


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def names(rules: RuleSet, url: str) -> list[str]:
    return [c.name for c in rules.for_address(url)]


def test_hosts(tmp_path: Path) -> None:
    write(tmp_path / "r", "example.org", site("example.org"))
    write(tmp_path / "r", "a.com", site("a.com", "a.com", "*.a.com", "a.co.uk"))
    rules = rule_set(tmp_path / "r", site_rules=False)
    assert names(rules, "https://example.org/x") == ["example.org"]
    assert names(rules, "http://WWW.example.org:8080/x") == ["example.org"]
    assert names(rules, "https://news.example.org/") == []
    assert names(rules, "https://b.news.a.com/") == ["a.com"]
    assert names(rules, "https://a.co.uk") == ["a.com"]
    assert names(rules, "https://nota.com/") == []
    for odd in ("", "no address", "http://[::1", "https://", "mailto:a@a.com"):
        assert names(rules, odd) == []


def test_paths(tmp_path: Path) -> None:
    path = write(tmp_path, "a.com", site("a.com", more='paths = ["/opinion/*", "/"]'))
    rules = rule_set(path, site_rules=False)
    assert names(rules, "https://a.com/opinion/2024/x?y=1") == ["a.com"]
    assert names(rules, "https://a.com") == ["a.com"]
    assert names(rules, "https://a.com/news/x") == []


def test_no_other_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(30):
        write(tmp_path / "r", f"s{n}.org", site(f"s{n}.org"))
    rules = rule_set(tmp_path / "r", site_rules=False)
    opened: list[Path] = []
    real = ruleset.load_compiled
    monkeypatch.setattr(ruleset, "load_compiled", lambda path: opened.append(path) or real(path))
    assert names(rules, "https://elsewhere.org/") == []
    assert opened == []
    assert names(rules, "https://s7.org/") == ["s7.org"]
    assert names(rules, "https://s7.org/") == ["s7.org"]
    assert [p.name for p in opened] == ["s7.org.toml"]


@pytest.mark.slow
def test_a_thousand_files_cost_a_page_of_none_of_them_nothing(tmp_path: Path) -> None:
    for n in range(1000):
        write(tmp_path / "r", f"site{n}.example", site(f"site{n}.example", f"site{n}.example", f"*.site{n}.example"))
    body = "".join(f"<p>Line {n} of a story that is long enough to be one, as stories go.</p>" for n in range(60))
    page = f"<html><body><main><h1>A</h1>{body}</main></body></html>"
    url = "https://www.other.example/a"
    with_files, without = (Extractor(rules=rules) for rules in (tmp_path / "r", None))
    best = dict.fromkeys((with_files, without), 9.0)
    for _ in range(40):  # in turn, so that a busy moment of the machine falls on both
        for extractor in best:
            start = perf_counter()
            extractor.extract(page, url)
            best[extractor] = min(best[extractor], perf_counter() - start)
    assert best[with_files] < 1.1 * best[without]


def test_the_nearest_of_one_name_wins(tmp_path: Path, home: Path) -> None:
    write(home, "a.com", site("a.com", css=".user"))
    write(home, "b.com", site("b.com", css=".user"))
    write(tmp_path / "given", "a.com", site("a.com", css=".given"))
    rules = rule_set(tmp_path / "given")
    assert [c.rules[0].rule.css for c in rules.for_address("https://a.com/")] == [".given"]
    assert [c.rules[0].rule.css for c in rules.for_address("https://b.com/")] == [".user"]
    assert [f.name for f in rules.files][:2] == ["a.com", "b.com"]


def test_a_user_file_stands_for_the_packaged_one(home: Path) -> None:
    text = (
        '[platform]\nname = "ghost"\ngenerator = ["Ghost"]\n[[rule]]\nid = "x"\nrole = "promo"\ncss = ".x"\nwhy = "y"\n'
    )
    write(home / "platforms", "ghost", text)
    ghosts = [c for c in rule_set().platforms if c.name == "ghost"]
    assert [c.path for c in ghosts] == [home / "platforms" / "ghost.toml"]


def test_without_site_rules_only_what_is_given_speaks(home: Path) -> None:
    write(home, "a.com", site("a.com"))
    assert names(rule_set(), "https://a.com/") == ["a.com"]
    assert rule_set(site_rules=False).files == ()


def test_files_of_other_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "my_rules"
    write(package, "a.com", site("a.com"))
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    found = [EntryPoint("mine", "my_rules", places.GROUP), EntryPoint("lost", "no_such_module", places.GROUP)]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found if group == places.GROUP else [])
    with pytest.warns(RuleWarning, match="'lost'"):
        assert names(rule_set(), "https://a.com/") == ["a.com"]


def test_site_files_and_sets_can_be_given() -> None:
    one = parse_site(site("a.com"), "a")
    both = rule_set([rule_set(one, site_rules=False), parse_site(site("b.com"), "b")], site_rules=False)
    again = pickle.loads(pickle.dumps(both))  # noqa: S301  # of the test's own making
    for rules in (both, again):
        assert [names(rules, f"https://{h}/") for h in ("a.com", "b.com")] == [["a.com"], ["b.com"]]


def test_a_wrong_file_that_is_named_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.com", site("a.com", css="p["))
    with pytest.raises(RuleError, match=r"a\.com\.toml:8: rule\[0\]\.css"):
        rule_set(path)
    with pytest.raises(RuleError, match="No such file"):
        rule_set(tmp_path / "nowhere")


def test_a_wrong_file_in_a_folder_is_told_once_and_left_out(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.com", site("a.com", css="p["))
    write(tmp_path / "r", "b.com", "nonsense")
    rules = rule_set(tmp_path / "r", site_rules=False)
    for host in ("a.com", "b.com"):
        with pytest.warns(RuleWarning, match="left out"):
            assert names(rules, f"https://{host}/") == []
        assert names(rules, f"https://{host}/") == []


def test_hosts_are_read_off_any_way_of_writing(tmp_path: Path) -> None:
    odd = '[site]\nname = "a.com"\nhosts = [\n  "a.com", # the "main" one\n  \'*.a.com\',\n]\n'
    assert index.hosts_in(write(tmp_path, "a.com", odd)) == ["a.com", "*.a.com"]
    inline = 'site = {name = "a.com", hosts = ["a.com"]}\n'
    assert index.hosts_in(write(tmp_path, "b.com", inline)) == ["a.com"]
    assert index.hosts_in(write(tmp_path, "c", '[platform]\nname = "c"\n')) == []


def test_an_index_is_used_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.com", site("a.com"))
    assert index.write_index(tmp_path) == 1
    with monkeypatch.context() as patched:
        patched.setattr(index, "hosts_in", lambda path: pytest.fail(f"{path} was opened"))
        assert index.listed(tmp_path)[0].hosts == ("a.com",)
    path.write_text(site("a.com", "a.com", "a.net"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert index.listed(tmp_path)[0].hosts == ("a.com", "a.net")
