"""Findings for people: one report, built from the database, shown in several forms."""
