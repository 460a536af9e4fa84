"""A crawl database of any size, made of seeded words, for the bench of the published archive."""
