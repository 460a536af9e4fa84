"""Keeps and shows: a record becomes a row, a capture, a page. Imports nothing else of ours."""
