"""Is everything there that was captured, and what is left of a damaged file."""
