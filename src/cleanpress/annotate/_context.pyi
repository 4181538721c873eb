"""What mypy has to know of the compiled module: that it is there."""

from typing import Any

def __getattr__(name: str) -> Any: ...
