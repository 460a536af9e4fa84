"""Exports of references, in the formats that reference managers read."""
