"""Fit the scorecards: signals of labelled pages in, a readable points file out."""
