"""Makes the published database from the working one, and serves it."""
