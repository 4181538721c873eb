"""Signals become roles: a scorecard of named points, a frozen draft, a second look with the draft around."""
