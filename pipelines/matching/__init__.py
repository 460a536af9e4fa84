"""Is this record the work that this citation names? Pure."""
