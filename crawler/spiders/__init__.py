"""Scrapy spiders: a single one, for any profile."""
