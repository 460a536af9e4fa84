"""From the working database to the published one, and a server over it."""
