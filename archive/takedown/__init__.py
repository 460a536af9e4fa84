"""Takedowns: what readers are not shown any more, and what is not kept any more."""
