"""Scrapy spiders: there is one, and it walks any profile."""
