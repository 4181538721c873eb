"""The command line. Nothing heavy is imported before a page is read, so that `--help` answers at once."""

from cleanpress.cli.app import cli, main

__all__ = ["cli", "main"]
