"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None)  # a machine that is busy for a moment is no mistake
settings.load_profile("steady")
