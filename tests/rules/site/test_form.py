"""Site files read, written, put in style; the schema that editors get."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest

from cleanpress.errors import RuleError
from cleanpress.model import Role
from cleanpress.rules.site.editor import SCHEMAS, json_schema, schema_file
from cleanpress.rules.site.lines import line_of
from cleanpress.rules.site.places import packaged_folders
from cleanpress.rules.site.read import parse_site
from cleanpress.rules.site.schema import Article, Expected, Proof
from cleanpress.rules.site.style import styled
from cleanpress.rules.site.write import proof_toml, site_toml

FULL = """\
# the paper of the pier
[site]
name = "example.org"
hosts = ["example.org", "*.example.org"]
paths = ["/opinion/*"]
about = "A paper"

[[article]]
body = [
  "div.entry", # the old one
  "//div[@class=\\"new\\"]",
]
until = 2024-01-01

[[article]]
body = ["main"]
since = 2024-01-01

[[rule]]
# it moved in spring
why = "asks for an address"
id = "letter"  # its name
role = "signup"
text = '^\\s*sign "up"'
position = "after_body"
strength="hint"
"""


def test_everything_is_read() -> None:
    file = parse_site(FULL, "example.org.toml")
    assert [a.body for a in file.articles] == [("div.entry", '//div[@class="new"]'), ("main",)]
    assert file.rule[0].role is Role.SIGNUP
    assert file.rule[0].text == '^\\s*sign "up"'


def test_what_is_written_is_read_back_the_same() -> None:
    file = parse_site(FULL, "a")
    assert parse_site(site_toml(file), "b") == file
    one = parse_site(FULL.replace("[[article]]", "[article]", 1).replace('[[article]]\nbody = ["main"]', "[[rule]]\n"
                     'id="x"\nrole="promo"\nwhy="y"\ncss=".é\\u0007"'), "c")  # fmt: skip
    assert isinstance(one.article, Article)
    assert parse_site(site_toml(one), "d") == one


def test_a_proof_is_written_as_it_is_read() -> None:
    proof = Proof("https://example.org/", (Expected(Role.SIGNUP, 'Sign "up"\n'),), next_page="https://example.org/2")
    data = tomllib.loads(proof_toml(proof))
    assert data["block"] == [{"role": "signup", "text": 'Sign "up"\n'}]
    assert data["next_page"] == "https://example.org/2"


def test_style_keeps_comments_and_meaning() -> None:
    out = styled(FULL, "a")
    assert tomllib.loads(out) == tomllib.loads(FULL)
    for comment in ("# the paper of the pier", "# the old one", "# it moved in spring", "# its name"):
        assert comment in out
    rule = out[out.index("[[rule]]") :]
    assert [rule.index(k) for k in ("id =", "role =", "text =", "position =", "strength =", "why =")] == sorted(
        rule.index(k) for k in ("id =", "role =", "text =", "position =", "strength =", "why =")
    )
    assert styled(out, "a") == out


def test_style_refuses_what_it_cannot_keep() -> None:
    text = 'site = {name = "a.org", hosts = ["a.org"]}\n[[rule]]\nid = "x"\nrole = "promo"\ncss = ".x"\nwhy = "y"\n'
    assert tomllib.loads(styled(text, "a")) == tomllib.loads(text)
    with pytest.raises(RuleError):
        styled("nonsense", "a")


def test_lines_are_those_of_the_keys() -> None:
    assert line_of(FULL, ("article", 0, "body", 1)) == 11
    assert line_of(FULL, ("article", 1, "since")) == 17
    assert line_of(FULL, ("rule", 0, "role")) == 23
    assert line_of(FULL, ("rule", 0, "css")) == 19
    assert line_of(FULL, ("nothing",)) is None


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schema_is_up_to_date(name: str) -> None:
    assert schema_file(name).read_text(encoding="utf-8") == json_schema(name)


def test_the_schema_takes_and_refuses_what_the_reader_does() -> None:
    schema = json.loads(json_schema("site"))
    good = parse_site(FULL, "a")
    plain = json.loads(json.dumps(tomllib.loads(site_toml(good)), default=str))
    jsonschema.validate(plain, schema)
    plain["rule"][0]["cs"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema)


def test_every_key_is_described() -> None:
    for name in SCHEMAS:
        for title, part in json.loads(json_schema(name))["$defs"].items():
            missing = [k for k, v in part.get("properties", {}).items() if "description" not in v]
            assert title in ("Expected", "Role") or not missing, (title, missing)


def test_packaged_files_are_in_style() -> None:
    for folder in packaged_folders():
        for path in folder.glob("*.toml") if folder.is_dir() else ():
            text = path.read_text(encoding="utf-8")
            assert styled(text, path.name) == text
