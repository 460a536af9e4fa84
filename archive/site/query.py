"""The shape of a saved query, and of the plot that may be drawn of its answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """How the answer of a query is drawn, above the table of the same rows."""

    label: str
    """Column that names each bar or point: a host, a year, a moment."""
    series: dict[str, str]
    """Columns of numbers and their tones (``good``, ``warn``, ``bad``, ``info``, ``unknown``); of
    several of one tone each next one is paler. Bars of several stand upon each other."""
    is_lying: bool = False
    """Whether bars are horizontal, with room for long labels; else they stand, in order of time."""
    is_line: bool = False
    """Whether points are joined by a line instead."""
    is_calendar: bool = False
    """Whether the labels are days, drawn as a calendar too: the larger the number, the darker."""
    unit: str = ""
    """What the numbers count, e.g. ``links``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One saved query."""

    title: str
    sentence: str
    """What the answer means and what to do with it."""
    sql: str
    group: str
    """repair, history, evidence or sources."""
    parameters: tuple[tuple[str, str, str], ...] = ()
    """(name, what it is, its default)."""
    forms: tuple[tuple[str, str], ...] = ()
    """(name, ``number`` or ``day``): parameters that take nothing else."""
    example: str = ""
    """A query string that gives an interesting answer on most archives."""
    none: str = ""
    """What an empty answer means."""
    table: str = ""
    """The table its rows are taken from as they stand, which a reader can sort and filter."""
    plot: Plot | None = None
    """How its answer is drawn, where that helps."""
