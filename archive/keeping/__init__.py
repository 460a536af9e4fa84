"""Turns a page record into rows: adds what is there, deletes what vanished."""
