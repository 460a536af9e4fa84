"""References as they could be printed: in a citation style, minimally corrected, compared."""
