"""The published archive as plain files: HTML with a search of its own, for any web space."""
