"""Where pages come from: each kind of input as a sequence of pages, read as they are asked for."""
