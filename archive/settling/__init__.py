"""What can be decided only when all pages are kept: which are one page, which are gone."""
