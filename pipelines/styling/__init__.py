"""References for printing: in a citation style, minimally corrected, compared."""
