"""Composed sites: one template each, many articles, with furniture that says nothing telling of itself."""

from __future__ import annotations

import random
from typing import NamedTuple

_SUBJECTS = (
    "The harbour|A lamp|Her brother|The council|An old pump|This valley|The choir|Nobody|The ferry|My uncle".split("|")
)
_VERBS = "kept|lost|sold|painted|feared|measured|forgot|carried|mended|counted".split("|")
_OBJECTS = (
    "the winter|seven boats|a letter|the long road|its roof|every bell|the tide|a small debt|the map|two fields".split(
        "|"
    )
)
_TAILS = (
    "before the rain came back|while the others slept|as if it were nothing|without a word to anyone|for the third "
    "year running|because the bridge was gone|until the light failed|in the way of that coast"
).split("|")

# what sites say of themselves in words that no lexicon holds
_PROMPTS = (
    "Every page here is made in a room above the old bakery, and you can help us keep the lights on.",
    "Stand with us and let these pages go on as they are.",
    "What you have just read took three people and a borrowed van.",
    "Our members are the ones who make evenings like this one possible.",
)
_NOTES = (
    "This piece belongs to our winter series on the northern coast.",
    "The pictures were made with the help of the lamp museum.",
    "We change a name where a person asks us for it.",
)


class Site(NamedTuple):
    """A template: names of its classes, what is printed on every page and where."""

    host: str
    body: str
    paragraph: str
    prompt: str
    teaser: str
    note: str
    prompts: tuple[str, ...]
    notes: tuple[str, ...]
    stories: tuple[str, ...]


class Composed(NamedTuple):
    """A page, and which texts are the article's own."""

    url: str
    html: str
    own: frozenset[str]


def site(number: int) -> Site:
    """The template of a number."""
    rng = random.Random(f"site {number}")
    names = rng.sample(["entry", "story", "piece", "leaf", "column", "folio", "plate", "sheet"], 4)
    body = f"{names[0]}-content" if number % 2 else f"{names[0]}__inner"
    return Site(
        host=f"{names[0]}{number}.example",
        body=body,
        paragraph=f"{names[0]}-line" if number % 3 == 0 else "",
        prompt=f"{names[1]}-kept" if number % 4 else "",
        teaser=f"{names[2]}-row",
        note=f"{names[3]}-aside",
        prompts=tuple(rng.sample(_PROMPTS, 2)),
        notes=tuple(rng.sample(_NOTES, 1)),
        stories=tuple(_sentence(rng) for _ in range(9)),
    )


def page(template: Site, number: int) -> Composed:
    """One article of a site."""
    rng = random.Random(f"{template.host} {number}")
    title = _sentence(rng).rstrip(".")
    body = [" ".join(_sentence(rng) for _ in range(rng.randint(3, 5))) for _ in range(rng.randint(7, 12))]
    parts = [_tag("p", template.paragraph, text) for text in body]
    middle = len(parts) // 2
    parts.insert(middle, _tag("p", template.prompt, template.prompts[0]))
    rows = rng.sample(template.stories, 4)
    parts += [_tag("div", template.teaser, f"<p>{text}</p>") for text in rows]
    parts += [_tag("p", template.note, text) for text in template.notes]
    parts.append(_tag("p", template.prompt, template.prompts[1]))
    html = (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><header><nav><ul>"
        f"<li><a href=/a>Coast</a><li><a href=/b>Hills</a><li><a href=/c>Towns</a></ul></nav></header>"
        f"<main><h1>{title}</h1><div class='{template.body}'>{''.join(parts)}</div></main>"
        f"<footer><p>{template.host}, made on the coast</p></footer></body></html>"
    )
    return Composed(f"https://{template.host}/{number}", html, frozenset(body))


def _tag(name: str, class_: str, text: str) -> str:
    return f"<{name} class='{class_}'>{text}</{name}>" if class_ else f"<{name}>{text}</{name}>"


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)} {rng.choice(_TAILS)}."
