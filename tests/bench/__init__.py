"""Measurements; every figure is printed beside a named reference of the same run."""
