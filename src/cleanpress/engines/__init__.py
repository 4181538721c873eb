"""cleanpress inside engines that have machines or event loops of their own; each module needs the extra of its name."""
