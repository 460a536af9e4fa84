"""Refines and checks: a record becomes a better record, a mention becomes a verdict."""
