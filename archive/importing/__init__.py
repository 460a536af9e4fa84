"""Brings captures of other tools into our folder (WARC 1.0 and 1.1, WACZ)."""
