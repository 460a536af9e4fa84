"""New findings as annotations of a GitHub Actions run: one workflow command per line.

docs.github.com, "Workflow commands for GitHub Actions": ``::error title=…::message``, with
percent signs and line ends encoded in the message, commas and colons too in the title.
"""

from __future__ import annotations

from archive.reports.plain import single_line
from archive.reports.report import Report

_COMMANDS = ("error", "warning", "notice")
"""What GitHub calls its commands, and we our severities."""
MOST = 50
"""GitHub shows ten of a kind a step, and fifty a job."""


def render(report: Report) -> str:
    """New findings, the worst first; what could not be told is left out."""
    lines = []
    for block in report.blocks("new"):
        for item in block.shown:
            if item.severity not in _COMMANDS:
                continue
            places = list(block.places.values()) if block.is_repeated else [item.place_url]
            where = ", ".join(places[:3]) + (" …" if len(places) > 3 else "")
            says = f" says “{item.said}”." if item.says else ":"
            said = single_line(f"{where}{says} {item.why}{item.advised}", 900)
            title = _property(f"{item.label} ({item.severity_label})")
            lines.append(f"::{item.severity} title={title}::{_message(said)}\n")
    return "".join(lines[:MOST]) or "::debug::Nothing is newly wrong.\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(single_line(text)).replace(":", "%3A").replace(",", "%2C")
