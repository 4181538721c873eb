"""Passages that are something else than their blocks look like, told by where they stand as a whole."""
