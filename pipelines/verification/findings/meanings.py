"""What a failed link means to a page's readers, by where it stands. Pure."""

from __future__ import annotations

from archive.records import FindingKind, LinkPlace, Severity

FOLLOWED = {
    FindingKind.LINK_GONE: "Readers who follow this link find nothing.",
    FindingKind.LINK_UNREACHABLE: "Readers who follow this link get no answer.",
    FindingKind.LINK_SOFT_404: "Readers who follow this link do not find what it promises.",
    FindingKind.LINK_PARKED: "This link leads to a domain that somebody else has taken over.",
    FindingKind.LINK_MOVED: "This link works by a redirect; the page has a new address.",
    FindingKind.REDIRECT_LOOP: "Readers who follow this link are sent in a circle.",
    FindingKind.LINK_INVALID: "Readers cannot follow this link.",
}
"""Kinds of findings about links, and what each means where somebody clicks."""
_FAILURES = (
    FindingKind.LINK_GONE,
    FindingKind.LINK_UNREACHABLE,
    FindingKind.LINK_SOFT_404,
    FindingKind.LINK_INVALID,
    FindingKind.REDIRECT_LOOP,
)
_LOADED = "Browsers load this with the page, and it is missing."
_UNPLAYED = "This part of the page does not play or show."
_PARTS = {
    **dict.fromkeys(
        ("img", "image", "source", "body", "table", "td", "use"),
        "This picture is missing on the page.",
    ),
    **dict.fromkeys(("audio", "video", "track", "embed", "object"), _UNPLAYED),
    **dict.fromkeys(("frame", "iframe"), "This frame of the page shows an error."),
    **dict.fromkeys(("link", "script", "style"), _LOADED),
    "form": "What readers enter into this form is sent to nobody.",
    "meta": "The page carries its readers on to this address, where they find nothing.",
}
"""What a failure means where nobody clicks, by element."""
_OTHERS = (
    "No reader of the page is led here; search engines, previews and other programs find nothing."
)
# Of ``link`` elements what a browser loads (HTML §4.6.7), by its rel; the others are for programs.
_LOADED_RELS = frozenset(
    {
        "apple-touch-icon", "apple-touch-icon-precomposed", "icon", "manifest", "mask-icon",
        "modulepreload", "preload", "stylesheet",
    }
)  # fmt: skip


_LATE = "A script of the page puts this picture in; without it readers miss the picture."
"""Whether the script does is not known here: nothing is run."""


def meaning_of(kind: FindingKind, place: LinkPlace) -> str:
    """What it means to readers, as a sentence."""
    if kind not in _FAILURES:
        return FOLLOWED[kind]
    if is_for_programs(place):
        return _OTHERS
    if place.attribute == "style":
        return _LOADED
    if is_for_scripts(place):
        return _LATE
    if (place.element, place.attribute) == ("source", "src"):  # of a film; of a picture: srcset
        return _UNPLAYED
    return _PARTS.get(place.element, FOLLOWED[kind])


def severity_of(kind: FindingKind, severity: Severity, place: LinkPlace) -> Severity:
    """How bad it is: a failure that no reader meets is no error, and one that readers meet only
    if a script of the page does as we think is for their notice."""
    if kind in _FAILURES and is_for_scripts(place):
        return Severity.NOTICE
    is_milder = kind in _FAILURES and severity is Severity.ERROR and is_for_programs(place)
    return Severity.WARNING if is_milder else severity


def is_for_scripts(place: LinkPlace) -> bool:
    """Whether it waits for a script in an attribute of the site's own making (``data-src``)."""
    return place.attribute.startswith("data-")


def is_for_programs(place: LinkPlace) -> bool:
    """Whether neither a reader follows it nor a browser loads it: JSON-LD, the pictures of
    previews (``og:image``), the source of a quotation, ``link`` to another form of the page.

    A ``meta`` element whose ``content`` is an address is a refresh, which browsers follow.
    """
    if place.element == "script":
        return place.attribute == "json-ld"
    if place.element == "meta":
        return place.attribute not in ("", "content")
    if place.element == "link":
        return _LOADED_RELS.isdisjoint(place.rel.lower().split())
    return place.attribute == "cite"
