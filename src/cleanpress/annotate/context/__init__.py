"""Context tier: passes that also read the frozen draft of the block tier."""
