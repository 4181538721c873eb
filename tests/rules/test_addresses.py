"""Words of addresses tell where a link leads; the file of them is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress.errors import RuleError
from cleanpress.rules import addresses as home
from cleanpress.rules.addresses import AddressFile, addresses
from cleanpress.rules.schema import knowledge, load


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of addresses in the place of the packaged one."""
    path = tmp_path / "addresses.toml"
    monkeypatch.setattr(home, "knowledge", lambda _name: path)
    return path


def test_words_of_hosts_and_of_paths_are_apart() -> None:
    known = addresses()
    network, share = known.names.index("network"), known.names.index("share")
    assert known.hosts[b"facebook"] >> network & 1
    assert b"sharer" not in known.hosts
    assert known.words[b"sharer"] == 1 << share


def test_there_is_room_for_the_forms() -> None:
    assert 0 < len(addresses().names) == len(set(addresses().names)) <= 40


def test_every_hint_has_words_and_examples() -> None:
    for name, address in load(knowledge("addresses.toml"), AddressFile).address.items():
        assert address.about, name
        assert address.hosts or address.words, name
        assert address.fires, name
        assert address.spares, name
        for words in (address.hosts, address.words):
            assert len(words) == len(set(words)), name


@pytest.mark.parametrize("word", ["Tag", "tag-list", "t\u00e4g", "", "a b"])
def test_a_word_that_no_address_holds(file: Path, word: str) -> None:
    file.write_text(f'[address.tag]\nabout = "x"\nfires = []\nspares = []\nwords = ["{word}"]\n', "utf-8")
    with pytest.raises(RuleError, match="no word of small letters and figures"):
        addresses.__wrapped__()


def test_too_many(file: Path) -> None:
    table = '[address.a{}]\nabout = "x"\nfires = []\nspares = []\n'
    file.write_text("".join(table.format(i) for i in range(41)), "utf-8")
    with pytest.raises(RuleError, match="41 hints, but there are 40 bits"):
        addresses.__wrapped__()


def test_an_unknown_key(file: Path) -> None:
    file.write_text('[address.tag]\nabout = "x"\nfires = []\nspares = []\nstems = ["tag"]\n', "utf-8")
    with pytest.raises(RuleError, match="stems"):
        addresses.__wrapped__()
