"""What is not to be shown any more, and what is not to be kept any more."""
