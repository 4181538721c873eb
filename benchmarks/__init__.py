"""Public corpora against extractors: F1, leaks and time in one table. `python -m benchmarks --help` tells how."""
