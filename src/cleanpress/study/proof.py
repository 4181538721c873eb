"""The proof of a site file: pages beside it on which each rule fires, spares the rest, and makes a difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleanpress.annotate.site.markup import Markup
from cleanpress.annotate.site.speak import Heard, files_for, heard
from cleanpress.errors import CleanpressError, RuleError
from cleanpress.model import Block, Limits
from cleanpress.pipeline import Extractor, open_html, segment_html
from cleanpress.rules.site.index import Listed, hosts_in
from cleanpress.rules.site.lines import line_of
from cleanpress.rules.site.read import read_proof, read_site, text_of
from cleanpress.rules.site.ruleset import RuleSet, rule_set
from cleanpress.rules.site.schema import ARTICLE_LISTS, POINTS, Article, Proof, SiteFile

ROLES_SUFFIX = ".roles.toml"
_LINKS = ("next_page", "single_page")


class Proven(NamedTuple):
    """What the proof of a file came to.

    Attributes:
        path: The file.
        pages: Number of its proof pages.
        rules: Number of its rules and article keys.
        failures: What does not hold.
    """

    path: Path
    pages: int
    rules: int
    failures: tuple[RuleError, ...]


class Part(NamedTuple):
    """A rule, or a key of an article: what can be taken away.

    Attributes:
        id: As in evidence, without the file: "signup-box" or "article.body".
        where: Its key in the file.
        without: The file without it.
    """

    id: str
    where: tuple[str | int, ...]
    without: SiteFile


class Trial(NamedTuple):
    """A proof page, read."""

    html: Path
    roles: Path
    proof: Proof
    markup: bytes


Outcome = tuple[tuple[str, str, str], ...]


def parts(file: SiteFile) -> Iterator[Part]:
    """Everything in a file that has to be proven."""
    for n, rule in enumerate(file.rule):
        rest = (*file.rule[:n], *file.rule[n + 1 :])
        yield Part(rule.id, ("rule", n), msgspec.structs.replace(file, rule=rest))
    for n, article in enumerate(file.articles):
        for key in ARTICLE_LISTS:
            if getattr(article, key):
                changed: Article = msgspec.structs.replace(article, **{key: ()})
                every = (*file.articles[:n], changed, *file.articles[n + 1 :])
                home = ("article", n) if isinstance(file.article, tuple) else ("article",)
                yield Part(f"article.{key}", (*home, key), msgspec.structs.replace(file, article=every))


def prove(path: Path) -> Proven:
    """Try a file on the pages beside it, in the folder of its name.

    Args:
        path: The file, `example.org.toml`; its pages are `example.org/*.html`, each with its `*.roles.toml`.

    Raises:
        RuleError: The file itself cannot be read or compiled.
    """
    file = read_site(path)
    rules = rule_set(path, site_rules=False)
    todo = list(parts(file))
    folder = path.with_suffix("")
    failures: list[RuleError] = []
    trials = []
    for html in sorted(folder.glob("*.html")):
        try:
            trials.append(_trial(html))
        except CleanpressError as error:
            failures.append(error if isinstance(error, RuleError) else RuleError(str(error), file=str(html)))
    if not trials and not failures:
        message = (
            f"no proof: put a page into {folder.name}/, as {folder.name}/NAME.html with NAME{ROLES_SUFFIX} beside it"
        )
        return Proven(path, 0, len(todo), (RuleError(message, file=str(path)),))
    proven: set[tuple[str | int, ...]] = set()
    fired: set[str] = set()
    for trial in trials:
        failures += _try(trial, path, rules, todo, proven, fired)
    text = text_of(path)
    for part in todo:
        if part.where not in proven:
            ids = _ids(file, part)
            message = (
                "changes nothing on its pages: each block gets its role without it; take it away, or prove it on a page"
                " that goes wrong"
                if ids in fired
                else "never fires on its pages: no proof"
            )
            failures.append(RuleError(message, file=str(path), key=part.id, line=line_of(text, part.where)))
    return Proven(path, len(trials), len(todo), tuple(failures))


def _ids(file: SiteFile, part: Part) -> str:
    return f"{'site' if file.site else 'platform'}:{file.name}/{part.id}"


def _trial(html: Path) -> Trial:
    roles = html.with_suffix("").with_name(html.stem + ROLES_SUFFIX)
    if not roles.is_file():
        raise RuleError(f"without {roles.name}: say which roles the blocks have", file=str(html))
    try:
        return Trial(html, roles, read_proof(roles), html.read_bytes())
    except OSError as error:
        raise RuleError(error.strerror or str(error), file=str(html)) from error


def _try(
    trial: Trial, path: Path, rules: RuleSet, todo: list[Part], proven: set[tuple[str | int, ...]], fired: set[str]
) -> Iterator[RuleError]:
    """What goes wrong on one page; notes which parts fire, and which make a difference."""
    url = trial.proof.url
    try:
        source = open_html(trial.markup, url, Limits())
        page, source, root = segment_html(source, url, Limits())
    except CleanpressError as error:
        yield RuleError(str(error), file=str(trial.html))
        return
    markup = Markup(page, source, root)
    files = files_for(page, markup, rules)
    if not files:
        message = "the file does not speak of this page: its url is of no host or path of the file, or it shows no sign"
        yield RuleError(message, file=str(trial.roles), key="url", line=line_of(text_of(trial.roles), ("url",)))
        return
    said = heard(page, markup, files)
    doc = Extractor(rules=rules, site_rules=False).extract(trial.markup, url)
    wanted = dict(_placed(trial, doc.blocks))
    yield from _wrong_roles(trial, doc.blocks, wanted)
    yield from _wrong_links(trial, doc.next_page, doc.single_page)
    yield from _overreach(trial, said, doc.blocks, wanted)
    yield from _clashes(trial, said, doc.blocks)
    fired |= {claim.evidence.rule for claims in said.claims.values() for claim in claims}
    fired |= {bound.rule for bound in said.bounds if bound.blocks}
    outcome = outcome_of(trial.markup, url, rules)
    for part in todo:
        if part.where not in proven:
            name = path.name.removesuffix(".toml")
            rest = RuleSet([Listed(name, Path(), tuple(hosts_in(path)))], {name: part.without})
            if outcome_of(trial.markup, url, rest) != outcome:
                proven.add(part.where)


def outcome_of(markup: bytes | str, url: str | None, rules: RuleSet) -> Outcome:
    """What comes out for a page: roles, dispositions and links."""
    doc = Extractor(rules=rules, site_rules=False).extract(markup, url)
    links = ("links", str(doc.next_page), str(doc.single_page))
    return (*((b.role.value, b.disposition, "") for b in doc.blocks), links)


def _placed(trial: Trial, blocks: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
    """For each expected block that is found: the block's number, and its number among those expected."""
    at = 0
    for n, expected in enumerate(trial.proof.block):
        start = " ".join(expected.text.split())
        found = next((b.index for b in blocks[at:] if " ".join(b.text.split()).startswith(start)), None)
        if found is not None:
            yield found, n
            at = found + 1


def _wrong_roles(trial: Trial, blocks: tuple[Block, ...], wanted: dict[int, int]) -> Iterator[RuleError]:
    text = text_of(trial.roles)
    if not trial.proof.block and not (trial.proof.next_page or trial.proof.single_page):
        yield RuleError("expects nothing: add a [[block]] for each block that counts", file=str(trial.roles))
    for n, expected in enumerate(trial.proof.block):
        block = next((b for b, number in wanted.items() if number == n), None)
        line = line_of(text, ("block", n, "text"))
        key = f"block[{n}]"
        if block is None:
            message = f"no block begins with {expected.text!r} (in this order)"
            yield RuleError(message, file=str(trial.roles), key=key, line=line)
        elif blocks[block].role is not expected.role:
            message = f"{expected.text!r} is {blocks[block].role}, not {expected.role}"
            yield RuleError(message, file=str(trial.roles), key=key, line=line)


def _wrong_links(trial: Trial, next_page: str | None, single_page: str | None) -> Iterator[RuleError]:
    for key, found in zip(_LINKS, (next_page, single_page), strict=True):
        expected = getattr(trial.proof, key)
        if found != expected:
            line = line_of(text_of(trial.roles), (key,))
            message = f"found {found or 'no link'}, not {expected or 'none'}"
            yield RuleError(message, file=str(trial.roles), key=key, line=line)


def _overreach(trial: Trial, said: Heard, blocks: tuple[Block, ...], wanted: dict[int, int]) -> Iterator[RuleError]:
    """Blocks that a rule claims though they are of another role, or are not listed."""
    for block, claims in sorted(said.claims.items()):
        for claim in claims:
            evidence = claim.evidence
            expected = trial.proof.block[wanted[block]].role if block in wanted else None
            short = blocks[block].text[:50]
            if expected is None:
                message = f"claims {short!r} as {evidence.role}, which {trial.roles.name} does not list"
            elif (  # a hint is meant to be outweighed: there the outcome counts
                expected is not evidence.role
                and evidence.strength > POINTS["hint"]
                and evidence in blocks[block].evidence
            ):
                message = f"claims {short!r} as {evidence.role}, but it is {expected}"
            else:
                continue
            yield RuleError(message, file=str(trial.html), key=evidence.rule.partition("/")[2])


def _clashes(trial: Trial, said: Heard, blocks: tuple[Block, ...]) -> Iterator[RuleError]:
    """Two rules with equal right to a block, and two minds."""
    told: set[tuple[str, str]] = set()
    for block, heard_ in sorted(said.claims.items()):
        claims = sorted(heard_, key=lambda c: -c.early)  # in the order of the file
        for n, claim in enumerate(claims):
            for other in claims[:n]:
                one, two = other.evidence, claim.evidence
                same = (claim.depth, two.strength) == (other.depth, one.strength) and -1 not in (
                    claim.early,
                    other.early,
                )
                if same and one.role is not two.role and (one.rule, two.rule) not in told:
                    told.add((one.rule, two.rule))
                    message = (
                        f"clashes with {one.rule.partition('/')[2]!r}: {blocks[block].text[:50]!r} cannot be"
                        f" {one.role} and {two.role}; make one certain, or its selector narrower"
                    )
                    yield RuleError(message, file=str(trial.html), key=two.rule.partition("/")[2])
