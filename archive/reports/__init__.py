"""Reports for people: built once from the database, written in several formats."""
