"""Reads the site: a URL becomes a capture, a capture becomes records."""
