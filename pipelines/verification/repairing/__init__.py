"""What is meant by a DOI name that is wrong or missing: a ladder, each rung proved by asking."""
