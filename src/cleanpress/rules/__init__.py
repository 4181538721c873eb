"""Knowledge files, checked and made ready for matching."""
