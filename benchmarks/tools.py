"""The extractors under test, each as it is used for an article's text: page in, text out, nothing fetched.

Options follow one rule: the tool's defaults, comments off where it can be told so, and the page's declared language
where it asks for one. Those that read no bytes get the page decoded (`text.decode`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from benchmarks.text import blocks, decode, parse

Extract = Callable[[bytes, str | None], str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A row of the table.

    Args:
        name: What `--tools` and the table call it.
        package: The package whose version is told; None for no package.
        load: Imports the package and gives the function that is timed.
        about: How it is called, for the docs.
    """

    name: str
    package: str | None
    load: Callable[[], Extract]
    about: str

    def version(self) -> str:
        """Version of the installed package, or "".

        Raises:
            importlib.metadata.PackageNotFoundError: It is not installed.
        """
        return metadata.version(self.package) if self.package else ""


def _cleanpress() -> Extract:
    from cleanpress import Extractor

    extractor = Extractor(site_rules=False)
    return lambda data, url: extractor.extract(data, url=url).text


def _cleanpress_text() -> Extract:
    from cleanpress import Extractor

    extractor = Extractor(site_rules=False)
    return lambda data, url: extractor.clean_text("\n\n".join(blocks(data)), url=url).text


def _page_text() -> Extract:
    return lambda data, _url: "\n".join(blocks(data))


def _trafilatura() -> Extract:
    import trafilatura

    return lambda data, _url: trafilatura.extract(data, include_comments=False) or ""


def _readability() -> Extract:
    import readability

    return lambda data, url: "\n".join(blocks(readability.Document(data, url=url).summary(html_partial=True)))


def _justext() -> Extract:
    import justext
    from babel import Locale, UnknownLocaleError

    named = {name: name for name in justext.get_stoplists()} | {"Norwegian_Bokmål": "Norwegian_Bokmal"}

    def extract(data: bytes, _url: str | None) -> str:
        tree = parse(data)
        lang = ("" if tree is None else tree.get("lang") or "en").replace("_", "-").split("-")[0].strip().lower()
        try:
            name = named.get((Locale(lang).get_language_name("en") or "").replace(" ", "_"))
        except (UnknownLocaleError, ValueError):
            name = "English"
        if name:
            found = justext.justext(data, justext.get_stoplist(name))
        else:  # what its authors advise for a language without a list
            found = justext.justext(data, frozenset(), stopwords_low=0, stopwords_high=0)
        return "\n".join(p.text for p in found if not p.is_boilerplate)

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def extract(data: bytes, _url: str | None) -> str:
        page = bytes_to_str(data, detect_encoding(data, from_html_meta=True))
        text: str = extract_plain_text(page, main_content=True, alt_texts=False, list_bullets=False)
        return text

    return extract


def _newspaper() -> Extract:
    import newspaper

    config = newspaper.Config()
    config.fetch_images = False
    config.memorize_articles = False

    def extract(data: bytes, url: str | None) -> str:
        article = newspaper.Article(url or "http://localhost/", config=config)
        article.download(input_html=decode(data))
        article.parse()
        return article.text or ""

    return extract


def _boilerpy() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda data, _url: extractor.get_content(decode(data))


def _goose() -> Extract:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False, "strict": False})
    return lambda data, _url: goose.extract(raw_html=decode(data)).cleaned_text or ""


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("cleanpress", "cleanpress", _cleanpress, "`Extractor(site_rules=False).extract(data, url).text`"),
        Tool(
            "cleanpress-text",
            "cleanpress",
            _cleanpress_text,
            "`clean_text` of the page's whole visible text, a line for each block; no markup left",
        ),
        Tool("trafilatura", "trafilatura", _trafilatura, "`extract(data, include_comments=False)`"),
        Tool("readability-lxml", "readability-lxml", _readability, "`Document(data).summary()`, tags taken off"),
        Tool("jusText", "justext", _justext, "stop words of the page's declared language, else of none"),
        Tool("resiliparse", "resiliparse", _resiliparse, "`extract_plain_text(main_content=True)`, no bullets, no alt"),
        Tool("newspaper4k", "newspaper4k", _newspaper, "`Article.parse()`, no images fetched"),
        Tool("boilerpy3", "boilerpy3", _boilerpy, "`ArticleExtractor`, failures as empty text"),
        Tool("goose3", "goose3", _goose, "`Goose.extract(raw_html)`, no images fetched"),
        Tool("whole-page", None, _page_text, "all visible text: what no cleaning at all would give"),
    )
}
