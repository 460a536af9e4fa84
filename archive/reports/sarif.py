"""The report as SARIF 2.1.0 (OASIS), for tools that collect what analysers find.

A kind of finding is a rule, a finding a result with the page as its location. Its fingerprint is
ours, so that a tool knows it again; what recovered is told as ``absent``, what is accepted as
suppressed. Lines, columns and characters are those of the decoded page in our capture; the
address that scrolls to the place is the ``jump`` of a result's properties.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from archive.reports.items import Item
from archive.reports.plain import single_line, visible
from archive.reports.report import Report
from archive.site.vocabulary import vocabulary

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "notice": "note", "unknown": "none"}
_STATES = {"new": "new", "open": "unchanged", "recovered": "absent", "waived": "unchanged"}


def render(report: Report) -> str:
    """All findings, in one run of one tool."""
    kinds = list(dict.fromkeys(item.kind for item in report.items))
    words = vocabulary()["finding_kind"]
    name, _, version = report.software.partition(" ")
    run = {
        "tool": {
            "driver": {
                "name": name,
                "version": version,
                "rules": [_rule(kind, *words.get(kind, (kind, kind, ""))[:2]) for kind in kinds],
            }
        },
        "automationDetails": {"id": f"{report.site}/{report.command}/{report.run_id}"},
        "invocations": [
            {
                "executionSuccessful": report.outcome == "finished",
                "startTimeUtc": report.started,
                **({"endTimeUtc": report.finished} if report.finished else {}),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, kinds) for item in report.items],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(kind: str, label: str, meaning: str) -> Mapping[str, object]:
    return {
        "id": kind,
        "name": label,
        "shortDescription": {"text": label},
        "fullDescription": {"text": meaning},
    }


def _result(item: Item, kinds: list[str]) -> Mapping[str, object]:
    said = f"“{item.said}”: " if item.says else ""
    place = {
        "physicalLocation": {
            "artifactLocation": {"uri": item.source_url or item.page_url},
            **({"region": _region(item)} if item.line is not None else {}),
        },
        "logicalLocations": [
            {"name": single_line(item.heading or item.page_name), "kind": "section"}
        ],
        "message": {"text": visible(item.reference or item.sentence or item.says)},
    }
    result: dict[str, object] = {
        "ruleId": item.kind,
        "ruleIndex": kinds.index(item.kind),
        "level": _LEVELS[item.severity],
        "kind": "open" if item.severity == "unknown" else "fail",
        "message": {"text": visible(f"{said}{item.why}{item.advised}")},
        "locations": [place],
        "partialFingerprints": {"finding/v1": item.id},
        "baselineState": _STATES[item.change],
        "properties": {
            "severity": item.severity_label,
            "since": item.since,
            "certainty": item.certainty,
            "subject": item.subject,
            "jump": item.place_url,
            "capture": item.capture_id,
        },
    }
    if item.change == "waived":
        result["suppressions"] = [{"kind": "external", "justification": visible(item.waived)}]
    return result


def _region(item: Item) -> Mapping[str, object]:
    """Lines and columns from 1, characters from 0, the end exclusive (SARIF 2.1.0 §3.30)."""
    return {
        "snippet": {"text": visible(item.says)},
        "startLine": item.line,
        "startColumn": item.column,
        "endLine": item.end_line,
        "endColumn": item.end_column,
        "charOffset": item.char_offset,
        "charLength": item.char_length,
    }
