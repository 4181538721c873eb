"""Where rows go. Each output keeps what was committed, and a note of how far the run is, whatever happens to it."""
