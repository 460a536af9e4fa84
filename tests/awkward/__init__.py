"""What the wide web does to link checkers, and what a careful human makes of it."""
