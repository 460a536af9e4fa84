"""Captures of other tools, brought into our folder (WARC 1.0 and 1.1, WACZ)."""
