"""What can go wrong, as exceptions that say what, where and what to do."""

from __future__ import annotations


class CleanpressError(Exception):
    """Base of every error that cleanpress raises on purpose."""


class InputError(CleanpressError):
    """The input cannot be read as a page or a text.

    Args:
        message: What was wrong and what to do about it.
        source: Where the input came from (file name, URL), if known.
    """

    def __init__(self, message: str, *, source: str | None = None) -> None:
        self.message = message
        self.source = source
        super().__init__(f"{source}: {message}" if source else message)


class LimitError(InputError):
    """The input is larger, deeper or slower than `Limits` allows."""


class RuleError(CleanpressError):
    """A knowledge or rule file is wrong.

    Args:
        message: What was wrong and what to do about it.
        file: The file at fault.
        key: The key inside the file, dotted.
        line: The line of that key, counted from 1, where it is known.
    """

    def __init__(
        self, message: str, *, file: str | None = None, key: str | None = None, line: int | None = None
    ) -> None:
        self.message = message
        self.file = file
        self.key = key
        self.line = line
        where = file or "<rules>"
        if line is not None:
            where += f":{line}"
        super().__init__(f"{where}: {key + ': ' if key else ''}{message}")


class RuleWarning(UserWarning):
    """A rule file that was found on the way is wrong, or a rule cannot be used on a page; it was set aside."""
