"""Checks that everything captured is still there, and saves what is left of damaged files."""
