"""One adapter for each outside authority: questions out, facts in, never a verdict."""
