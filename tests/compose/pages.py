"""Draws what stands on a page: groups of pieces in order, each piece with its true role."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from tests.compose.parts import Parts, code_samples, parts

UNSPACED = frozenset({"ja", "zh"})
POSITIONS = ("before", "inside", "after")


class Piece(NamedTuple):
    """One block to be: its role, its text, and what it is as markup ("p", "h1", "button", "link", "li" ...)."""

    role: str
    text: str
    what: str = "p"


class Group(NamedTuple):
    """Pieces that stand together in one box of a kind ("paywall", "cards", "menu" ...); kind "" is no box."""

    kind: str
    pieces: tuple[Piece, ...]


class Plan(NamedTuple):
    """A page: what stands above the article, its head, its body with inserts, what follows it, the page's end.

    `words` are the drawn texts; `cut` tells that the body breaks off.
    """

    language: str
    seed: int
    position: str
    title: str
    top: tuple[Group, ...]
    head: tuple[Group, ...]
    body: tuple[Group, ...]
    after: tuple[Group, ...]
    end: tuple[Group, ...]
    cut: bool


class _Draw:
    """The drawing of one page: one source of chance, and what has been used."""

    def __init__(self, language: str, seed: int) -> None:
        self.chance = random.Random(f"{language}/{seed}")
        self.language = language
        self.parts: Parts = parts(language)
        self.gap = "" if language in UNSPACED else " "
        self.titles = list(self.parts.titles)
        self.chance.shuffle(self.titles)

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, lines: tuple[str, ...]) -> str:
        return self.fill(self.chance.choice(lines))

    def some(self, lines: tuple[str, ...], least: int, most: int) -> list[str]:
        """Between least and most of the lines, in their order."""
        count = min(len(lines), self.chance.randint(least, most))
        chosen = sorted(self.chance.sample(range(len(lines)), count))
        return [self.fill(lines[i]) for i in chosen]

    def fill(self, line: str) -> str:
        """The line with its slots filled."""
        if "{" not in line:
            return line
        for slot, value in (
            ("{n}", str(self.chance.randint(2, 9))),
            ("{price}", self.chance.choice(self.parts.prices)),
            ("{site}", self.parts.site),
        ):
            line = line.replace(slot, value)
        return line.replace("{title}", self.title()) if "{title}" in line else line

    def title(self) -> str:
        """A title that the page does not hold yet."""
        return self.titles.pop() if self.titles else self.chance.choice(self.parts.titles)


def plan(language: str, seed: int) -> Plan:
    """The page of a language and seed; the same in any process."""
    draw = _Draw(language, seed)
    title = draw.title()
    kind = draw.chance.choice(("news", "news", "news", "explainer", "howto", "research", "letter"))
    position = draw.chance.choice(POSITIONS)
    cut = draw.likely(0.25)
    body = _body(draw, kind, cut=cut)
    inserts: dict[str, list[Group]] = {place: [] for place in POSITIONS}
    for group in _inserts(draw):
        inserts[position if draw.likely(0.7) else draw.chance.choice(POSITIONS)].append(group)
    end_prompt = [_prompt(draw, "paywall")] if cut else []
    if end_prompt:
        inserts = {k: [g for g in v if g.kind != "paywall"] for k, v in inserts.items()}
    top = _top(draw)
    head = _head(draw, title)
    between = draw.likely(0.5)
    after = [*end_prompt, *_tail(draw)]
    for group in inserts["after"]:
        after.insert(draw.chance.randint(len(end_prompt), len(after)), group)
    return Plan(
        language,
        seed,
        position,
        title,
        tuple(top if between else [*top, *inserts["before"]]),
        tuple([*head, *inserts["before"]] if between else head),
        tuple(_scatter(draw, body, inserts["inside"])),
        tuple(after),
        tuple(_end(draw)),
        cut,
    )


def _scatter(draw: _Draw, body: list[Group], inserts: list[Group]) -> list[Group]:
    """The body with the inserts between its paragraphs, never before the first or after the last."""
    out = list(body)
    for group in inserts:
        places = [i for i in range(1, len(out)) if out[i - 1].pieces[-1].role == "paragraph"]
        out.insert(draw.chance.choice(places), group)
    return out


def _prompt(draw: _Draw, role: str) -> Group:
    """A set of lines that ask for something; those marked as buttons become buttons or links."""
    sets = {
        "paywall": draw.parts.paywall,
        "signup": draw.parts.signup,
        "promo": draw.parts.promos,
        "consent": draw.parts.consent,
    }[role]
    chosen = draw.chance.choice(sets)
    title = draw.chance.choice(("h2", "h3", "h4", "p", "p")) if len(chosen) > 1 else "p"
    pieces = []
    for number, raw in enumerate(chosen):
        line = draw.fill(raw)
        if line.startswith("> "):
            pieces.append(Piece(role, line[2:], draw.chance.choice(("button", "link"))))
        else:
            pieces.append(Piece(role, line, title if number == 0 else "p"))
    return Group(role, tuple(pieces))


def _inserts(draw: _Draw) -> list[Group]:
    """Prompts, teasers and the like, to be placed before, inside or after the body."""
    out = []
    for role, share in (("paywall", 0.35), ("signup", 0.6), ("promo", 0.3)):
        if draw.likely(share):
            out.append(_prompt(draw, role))
    if draw.likely(0.5):
        line = draw.one(draw.parts.teaser_prefixes)
        out.append(Group("line", (Piece("teaser", line, "link"),)))
    if draw.likely(0.4):
        out.append(_cards(draw, draw.chance.randint(1, 3)))
    if draw.likely(0.3):
        out.append(_advert(draw))
    draw.chance.shuffle(out)
    return out


def _cards(draw: _Draw, count: int) -> Group:
    """A label and other articles, as bare titles or with blurb, author and date."""
    pieces = [Piece("teaser", draw.one(draw.parts.teaser_labels), draw.chance.choice(("h2", "h3", "p")))]
    rich = draw.likely(0.5)
    blurbs = draw.some(draw.parts.blurbs, count, count)
    for number in range(count):
        pieces.append(Piece("teaser", draw.title(), "card"))
        if rich and number < len(blurbs):
            pieces.append(Piece("teaser", blurbs[number]))
            if draw.likely(0.5):
                pieces.append(Piece("teaser", draw.one(draw.parts.names), "span"))
            if draw.likely(0.5):
                pieces.append(Piece("teaser", draw.one(draw.parts.agos), "span"))
    return Group("cards", tuple(pieces))


def _advert(draw: _Draw) -> Group:
    label = Piece("advert", draw.one(draw.parts.ads), "span")
    if draw.likely(0.5):
        return Group("advert", (label,))
    return Group("advert", (label, Piece("advert", draw.parts.sponsored, "link")))


def _body(draw: _Draw, kind: str, *, cut: bool) -> list[Group]:
    """Paragraphs of one to three sentences with headings, pictures, lists and quotes among them."""
    sentences = draw.some(draw.parts.sentences, 15, len(draw.parts.sentences))
    paragraphs = []
    rest = list(sentences)
    while rest:
        size = draw.chance.choice((1, 2, 2, 3))
        paragraphs.append(draw.gap.join(rest[:size]))
        rest = rest[size:]
    if cut:
        paragraphs[-1] = _shortened(draw, paragraphs[-1], 0.5) + draw.chance.choice(("…", "..."))
    out = [Group("", (Piece("paragraph", text),)) for text in paragraphs]
    for group in _body_parts(draw, kind, sentences):
        places = [i for i in range(1, len(out)) if out[i].pieces[0].role == out[i - 1].pieces[-1].role == "paragraph"]
        if places:
            out.insert(draw.chance.choice(places), group)
    return out


def _body_parts(draw: _Draw, kind: str, sentences: list[str]) -> list[Group]:
    """What stands among the paragraphs of a kind of article."""
    out = []
    if draw.likely(0.7):
        out += [_picture(draw) for _ in range(draw.chance.randint(1, 2))]
    if draw.likely(0.5):
        out.append(_pull_quote(draw, draw.chance.choice(sentences)))
    if kind == "explainer":
        out += [_heading(text, "question") for text in draw.some(draw.parts.questions, 3, 4)]
    elif draw.likely(0.5):
        out += [_heading(text, "subhead") for text in draw.some(draw.parts.subheads, 2, 3)]
    if kind == "howto":
        samples = list(code_samples())
        draw.chance.shuffle(samples)
        out += [Group("code", (Piece("code", text, "code"),)) for text in samples[: draw.chance.randint(1, 2)]]
    if kind in {"howto", "research"} or draw.likely(0.1):
        out.append(_list(draw))
    if kind == "research" or draw.likely(0.1):
        out.append(_table(draw))
    if kind == "letter":
        out.append(Group("quote", (Piece("quote", draw.one(draw.parts.quotes), "quote"),)))
    seen: set[str] = set()
    return [g for g in out if not (g.pieces[0].text in seen or seen.add(g.pieces[0].text))]  # type: ignore[func-returns-value]


def _heading(text: str, role: str) -> Group:
    return Group("", (Piece(role, text, "h2"),))


def _picture(draw: _Draw) -> Group:
    pieces = [Piece("caption", draw.one(draw.parts.captions), "caption")]
    if draw.likely(0.6):
        pieces.append(Piece("credit", draw.one(draw.parts.credits), "credit"))
    return Group("picture", tuple(pieces))


def _pull_quote(draw: _Draw, sentence: str) -> Group:
    """A sentence of the body, whole or its beginning, often between quotation marks."""
    bare = sentence.strip("\"'“”„«»「」‚‘’.,。、 ")
    text = _shortened(draw, bare, 0.65) if draw.likely(0.3) else bare
    marks = draw.chance.choice((("“", "”"), ("„", "“"), ("« ", " »"), ("", ""), ("", "")))
    return Group("pull_quote", (Piece("pull_quote", f"{marks[0]}{text}{marks[1]}", "pull"),))


def _shortened(draw: _Draw, text: str, share: float) -> str:
    """About that share of the text, to a whole word."""
    if not draw.gap:
        return text[: max(8, int(len(text) * share))].rstrip("、，。")
    words = text.split(" ")
    return " ".join(words[: max(4, int(len(words) * share))]).rstrip(".,;:")


def _list(draw: _Draw) -> Group:
    return Group("list", tuple(Piece("list_item", text, "li") for text in draw.some(draw.parts.list_items, 3, 5)))


def _table(draw: _Draw) -> Group:
    rows = draw.parts.table
    return Group(
        "table",
        tuple(
            Piece("table", cell, f"cell {r} {'th' if r == 0 else 'td'}") for r, row in enumerate(rows) for cell in row
        ),
    )


def _head(draw: _Draw, title: str) -> list[Group]:
    pieces = []
    if draw.likely(0.4):
        pieces.append(Piece("kicker", draw.one(draw.parts.kickers), "kicker"))
    pieces.append(Piece("headline", title, "h1"))
    if draw.likely(0.5):
        pieces.append(Piece("standfirst", draw.one(draw.parts.standfirsts), "standfirst"))
    lines = []
    if draw.likely(0.8):
        lines.append(Piece("byline", draw.one(draw.parts.bylines), "byline"))
    if draw.likely(0.7):
        lines.append(Piece("dateline", draw.one(draw.parts.datelines), "date"))
    if draw.likely(0.1):
        lines.reverse()
    groups = [Group("head", (*pieces, *lines))]
    if draw.likely(0.4):
        groups.append(_share(draw))
    if draw.likely(0.3):
        groups.append(_picture(draw))
    return groups


def _share(draw: _Draw) -> Group:
    return Group("share", tuple(Piece("share", t[2:], "button") for t in draw.some(draw.parts.share, 3, 6)))


def _top(draw: _Draw) -> list[Group]:
    out = []
    if draw.likely(0.3):
        out.append(_prompt(draw, "consent"))
    links = [Piece("navigation", text, "link") for text in draw.some(draw.parts.nav, 5, 10)]
    if draw.likely(0.6):
        links.insert(0, Piece("navigation", draw.parts.site, "link"))
    out.append(Group("menu", tuple(links)))
    return out


def _tail(draw: _Draw) -> list[Group]:
    """What follows the body: corrections and notes, then the author, topics, comments, more articles."""
    p = draw.parts
    out = []
    if draw.likely(0.3):
        out.append(Group("correction", (Piece("correction", draw.one(p.corrections)),)))
    if draw.likely(0.2):
        notes = [Piece("footnote", text, "li") for text in draw.some(p.footnotes, 2, 3)]
        out.append(Group("footnotes", (Piece("footnote", p.footnote_label, "h3"), *notes)))
    later = []
    if draw.likely(0.4):
        label = [Piece("author_bio", p.bio_label, "h3")] if draw.likely(0.5) else []
        later.append(Group("bio", (*label, Piece("author_bio", draw.one(p.bios)))))
    if draw.likely(0.4):
        # without its label nobody could tell a line of topics from a footer or menu on a flat page
        heading = Piece("tags", p.tag_label, "span")
        later.append(Group("tags", (heading, *(Piece("tags", t, "link") for t in draw.some(p.tags, 2, 5)))))
    if draw.likely(0.3):
        later.append(_share(draw))
    if draw.likely(0.6):
        later.append(_cards(draw, draw.chance.randint(2, 4)))
    if draw.likely(0.3):
        later.append(_comments(draw))
    draw.chance.shuffle(later)
    return [*out, *later]


def _comments(draw: _Draw) -> Group:
    p = draw.parts
    pieces = [Piece("comments", draw.one(p.comment_labels), "h3")]
    pieces += [Piece("comments", text) for text in draw.some(p.comments, 1, 3)]
    if draw.likely(0.6):
        form = [(t[2:], "button") if t.startswith("> ") else (t, "p") for t in p.comment_form]
        pieces += [Piece("comments", text, what) for text, what in form]
    return Group("comments", tuple(pieces))


def _end(draw: _Draw) -> list[Group]:
    p = draw.parts
    links = [Piece("footer", text, "link") for text in draw.some(p.footer, 4, 8)]
    out = [Group("footer", (*links, Piece("footer", p.address)) if draw.likely(0.4) else tuple(links))]
    out.append(Group("legal", tuple(Piece("legal", text) for text in draw.some(p.legal, 1, 2))))
    if draw.likely(0.2):
        out.append(Group("interface", (Piece("interface", draw.one(p.interface), "span"),)))
    return out


def folded(text: str) -> str:
    """The letters and figures of a text in lower case, by which blocks are matched."""
    return re.sub(r"[\W_]+", "", text.lower())
