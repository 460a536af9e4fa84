"""The outside world of the replica answers as the live services were recorded to."""
