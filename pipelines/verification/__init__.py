"""Asks what is due, judges the answers, finds what is wrong, and proposes repairs."""
