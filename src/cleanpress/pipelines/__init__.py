"""Many pages: one page in, one row out, always. On one machine, or called by an engine that has machines of its own."""
