"""References to take along: the forms that reference managers read."""
