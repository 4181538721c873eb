"""Cut news and magazine pages into blocks and tell article from boilerplate, with a reason for every block.

import cleanpress

doc = cleanpress.extract(html, url="https://www.example.org/story")
print(doc.text)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanpress.document import Document
    from cleanpress.errors import CleanpressError, InputError, LimitError, RuleError
    from cleanpress.model import Block, Evidence, Figure, Limits, Question, Role, Section
    from cleanpress.pipeline import Extractor, clean_text, extract
    from cleanpress.pipelines.many import extract_many, extract_many_async
    from cleanpress.pipelines.rows import PageInput, Row
    from cleanpress.study.memory import SiteMemory, learn

__version__ = "0.1.0"

_HOME = {
    "Document": "document",
    "CleanpressError": "errors",
    "InputError": "errors",
    "LimitError": "errors",
    "RuleError": "errors",
    "Block": "model",
    "Evidence": "model",
    "Figure": "model",
    "Limits": "model",
    "Question": "model",
    "Role": "model",
    "Section": "model",
    "Extractor": "pipeline",
    "clean_text": "pipeline",
    "extract": "pipeline",
    "SiteMemory": "study.memory",
    "learn": "study.memory",
    "extract_many": "pipelines.many",
    "extract_many_async": "pipelines.many",
    "PageInput": "pipelines.rows",
    "Row": "pipelines.rows",
}

__all__ = [
    "Block",
    "CleanpressError",
    "Document",
    "Evidence",
    "Extractor",
    "Figure",
    "InputError",
    "LimitError",
    "Limits",
    "PageInput",
    "Question",
    "Role",
    "Row",
    "RuleError",
    "Section",
    "SiteMemory",
    "clean_text",
    "extract",
    "extract_many",
    "extract_many_async",
    "learn",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that `import cleanpress` costs next to nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'cleanpress' has no attribute {name!r}")
    value = getattr(import_module(f"cleanpress.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
