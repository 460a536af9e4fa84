"""The outside world: registries, publishers and other sites (not here yet)."""
