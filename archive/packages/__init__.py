"""Captures packed to hand on: CDXJ indexes, and WACZ packages, signed on request."""
