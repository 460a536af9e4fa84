"""A page record becomes rows: what is there is put, what vanished is deleted."""
