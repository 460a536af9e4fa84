"""A redirect to a start page: is the page gone, or was that page meant? Pure.

To be sent home is the politest way to say "gone". Only where a made-up address is not sent there
too may an address have meant the start page; where that is not known either, it is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import unquote, urldefrag, urlsplit

from archive.records import Check, InternalLink
from pipelines.services.web.anchors import place_of, spellings
from pipelines.services.web.siblings import is_named
from pipelines.verification import quirks
from pipelines.verification.addresses import (
    has_own_host,
    is_forwarder,
    is_opaque,
    is_start_page,
    leads_home,
    may_have_own_host,
    site_of,
)
from pipelines.verification.judging.sights import Seen, Sight
from pipelines.verification.judging.signs import is_of_before, sibling_of

_ARCHIVED = re.compile(r"https?://[^/?#]+/(?:web|wayback)/\d{4,14}[a-z_]*/(https?://.+)", re.I)
"""An address of an archive, and what is kept there."""


def sent_home(check: Check, min_depth: int = 1, lang: str = "") -> Sight | None:
    """The sight of a redirect to a start page; None if it is none, or leads to a host of its own.

    ``min_depth``: parts of the path from which an address is a deep one; ``lang``: the language
    that the final page says it is in.
    """
    final = check.final_url or ""
    if not check.hops:
        return None
    kept, shown = _archived(check.url), _archived(final)
    if kept and shown and leads_home(kept, shown):
        home = _without_place(kept, shown, {})
        if home is None or home[0] is not Seen.SOFT_404:
            return home
        return Seen.SOFT_404, f"leads to an archived start page instead ({final})"
    if not leads_home(check.url, final, min_depth=min_depth, lang=lang):
        # A site may show one of its pages at the front, a portal have many old names, and a script
        # fill all.
        return _unclear(final) if _is_at_home(check) else None
    place = str(check.facts.get("at_place", ""))
    if _is_of_page(place):
        return _at_place(check.url, final, place, is_there=check.facts.get("has_place") == place)
    if is_of_before(check):
        return Seen.SOFT_404, f"leads to the start page {final} instead"
    return _without_place(check.url, final, sibling_of(check))


def own_sent_home(link: InternalLink) -> Sight | None:
    """The same of a link to the site itself: no made-up address was asked for."""
    final, place = urldefrag(link.final_url or "")
    if not link.hops or not leads_home(link.url, final):
        return None
    if _is_of_page(place):
        return _at_place(link.url, final, place, is_there=has_place(link))
    return _without_place(link.url, final, {})


def has_place(link: InternalLink) -> bool:
    """Whether redirects of a link to the site itself name a place that the page at the end has."""
    place = place_of(urldefrag(link.final_url or "").fragment)
    return bool(link.hops and place) and not set(link.anchors or ()).isdisjoint(spellings(place))


def _archived(url: str) -> str:
    """The address that an archive keeps at another; empty where it is none."""
    found = _ARCHIVED.match(url)
    with suppress(ValueError):  # it stands in a path, where anything may
        return found[1] if found and urlsplit(found[1]).hostname else ""
    return ""


def _is_at_home(check: Check) -> bool:
    """Whether an address that was never the start page leads to a page that is just that, by
    another name."""
    is_page = not quirks.OLD_HOME_PATHS.fullmatch(urlsplit(check.url).path.lower())
    is_renamed = bool(sibling_of(check).get("at_home")) and not is_start_page(check.final_url or "")
    return is_page and is_renamed


def _is_of_page(place: str) -> bool:
    """Whether a redirect names a place of the page, or what a script makes of it (``#/back``)."""
    return place.startswith(("/", "!")) or bool(place_of(place))


def _at_place(url: str, final: str, place: str, *, is_there: bool) -> Sight:
    """Sent to a place in the start page: what was asked for, where it is there under its name."""
    if is_there and is_named(url, unquote(place)):
        return Seen.WELL, f"is now a part of {final} (#{place})"
    return Seen.UNCLEAR, f"leads to {final}#{place}, where it may or may not be"


def _without_place(url: str, final: str, sibling: Mapping[str, object]) -> Sight | None:
    """Judge by a made-up address: if it is sent to the start page, too, nothing else counts."""
    path = urlsplit(url).path.lower().rstrip("/")
    gone = Seen.SOFT_404, f"leads to the start page {final} instead"
    if sibling.get("same_end"):
        is_unclear = _may_be_led(url, final) or _is_folder_alone(url, final, sibling)
        return _unclear(final) if is_unclear else gone
    if has_own_host(url, final):
        return None
    is_same_site = site_of(url) == site_of(final)
    is_action = quirks.ACTIONS.fullmatch(path) is not None
    if is_action and is_same_site:
        return Seen.WELL, f"does something and then shows the start page {final}"
    is_told = bool(sibling) and not (sibling.get("error") or sibling.get("challenge"))
    is_maybe_home = quirks.MAYBE_OLD_HOMES.fullmatch(path) is not None
    if is_maybe_home and is_told and is_same_site:
        return Seen.WELL, f"leads to the start page {final}, which it was before"
    is_code = not is_same_site and is_opaque(url)
    if is_action or is_maybe_home or is_code or may_have_own_host(url, final):
        return _unclear(final)
    return gone


def _unclear(final: str) -> Sight:
    return Seen.UNCLEAR, f"leads to the start page {final}, which may be what was meant"


def _may_be_led(url: str, final: str) -> bool:
    """Whether the address is at a service that leads elsewhere, which may answer alike for unknown
    names and for everything below a name."""
    return is_forwarder(url) and site_of(url) != site_of(final)


def _is_folder_alone(url: str, final: str, sibling: Mapping[str, object]) -> bool:
    """Whether a folder may have got a host of its own: the made-up address lies in it, and the old
    start page is not redirected, too."""
    folder = quirks.INDEX_FILE.sub("/", urlsplit(url).path)
    is_within = folder.endswith("/") and urlsplit(str(sibling.get("url", ""))).path.startswith(
        folder
    )
    is_named_so = has_own_host(url, final) or may_have_own_host(url, final)
    return is_within and is_named_so and not sibling.get("home_too")
