"""Parts of ``pipelines.bibliography``: how one printed reference is told apart and read. Pure."""
