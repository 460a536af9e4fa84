"""Proof and replay: from a row to the bytes it was read from, and from the bytes to a page."""
