"""Block tier: passes that read the page alone."""
