"""What can be said only when all pages are kept: which are one page, which are gone."""
