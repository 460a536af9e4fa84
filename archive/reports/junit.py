"""The report as JUnit XML, for continuous integration servers.

The Ant form (windyroad/JUnit-Schema), which all of them read: a page is a test suite, a finding
of it a test case. Confirmed errors fail; warnings and notices pass with a word on the standard
output; what could not be told is skipped, since a test that was not carried out must not fail.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree

from archive.reports.items import Item
from archive.reports.plain import single_line
from archive.reports.report import Report
from archive.reports.xml import add, document, legal

_STANDING = ("new", "open")


def render(report: Report) -> str:
    """All findings that are new or open, page by page."""
    pages: dict[str, list[Item]] = defaultdict(list)
    for item in report.items:
        if item.change in _STANDING:
            pages[item.page_url].append(item)
    standing = [item for items in pages.values() for item in items]
    root = ElementTree.Element("testsuites", {"name": legal(report.site), **_counts(standing)})
    for url, items in pages.items():
        suite = add(root, "testsuite", name=url, timestamp=report.started[:19], **_counts(items))
        for item in items:
            _case(suite, item)
    if not pages:
        suite = add(root, "testsuite", name=report.site, **_counts([]) | {"tests": "1"})
        add(suite, "testcase", name="nothing is wrong", classname=report.site, time="0")
        root.set("tests", "1")
    return document(root)


def _counts(items: list[Item]) -> dict[str, str]:
    return {
        "tests": str(len(items)),
        "failures": str(sum(item.severity == "error" for item in items)),
        "errors": "0",
        "skipped": str(sum(item.severity == "unknown" for item in items)),
        "time": "0",
    }


def _case(suite: ElementTree.Element, item: Item) -> None:
    says = f": {single_line(item.said, 200)}" if item.says else ""
    name = f"{item.label}{says} [{item.id}]"
    case = add(suite, "testcase", name=name, classname=item.page_url, time="0")
    told = "\n".join(_told(item))
    if item.severity == "error":
        add(case, "failure", told, message=single_line(item.why, 300), type=item.kind)
    elif item.severity == "unknown":
        add(case, "skipped", message=single_line(item.why, 300))
    else:
        add(case, "system-out", f"{item.severity_label}: {told}")


def _told(item: Item) -> list[str]:
    lines = (("page", item.page_url), ("jump", item.place_url), *item.told)
    return [f"{name}: {single_line(text)}" for name, text in lines if text]
