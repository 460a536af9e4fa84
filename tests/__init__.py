"""Tests mirror the packages; ``replica`` is the site and the outside world for offline use."""
