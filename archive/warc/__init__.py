"""Captures on disk: exchanges as WARC records, and back again (ISO 28500:2017)."""
