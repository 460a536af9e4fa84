"""What an answer means for the crawl: read it, follow it, ask again, or just note it. Pure."""

from __future__ import annotations

from enum import StrEnum

from archive.records import Capture
from crawler.scope import Reason, is_login


class Action(StrEnum):
    """What to do with an answer."""

    READ = "read"  # the content is there
    FOLLOW = "follow"  # the Location is another URL of the site, or leads out
    UNCHANGED = "unchanged"  # 304, or the same bytes again: what we have still holds
    REFUSED = "refused"  # the host asks us to slow down: the whole host waits
    AGAIN = "again"  # a passing failure: this URL is asked again
    NOTE = "note"  # an answer without content to read


# RFC 9110 §15.5 and §15.6, RFC 8470 (425): failures that pass.
_PASSING = frozenset({408, 425, 500, 502, 504})
_CLOSED = frozenset({401, 402, 403, 407, 451})


def judge_answer(capture: Capture, *, is_read: bool = True) -> tuple[Action, Reason]:
    """What to do, and the reason that is noted with the URL when nothing more comes of it.

    ``is_read`` tells whether what a revisit repeats was read.
    """
    status = capture.status
    if status in (429, 503):
        return Action.REFUSED, Reason.HTTP_429 if status == 429 else Reason.HTTP_503
    if capture.truncated:
        return Action.AGAIN, Reason.TRUNCATED
    if status in (200, 203):
        is_same = capture.revisit_of is not None and is_read
        return (Action.UNCHANGED, Reason.NOT_MODIFIED) if is_same else (Action.READ, Reason.NONE)
    if status == 304:
        return Action.UNCHANGED, Reason.NOT_MODIFIED
    if capture.location:
        to_login = is_login(capture.location) and not is_login(capture.url)
        return Action.FOLLOW, Reason.NOT_PUBLIC if to_login else Reason.REDIRECT
    if status in _CLOSED:
        return Action.NOTE, Reason.NOT_PUBLIC
    if status in (404, 410):
        return Action.NOTE, Reason.NOT_FOUND
    return Action.AGAIN if status in _PASSING else Action.NOTE, Reason.ODD_STATUS


# Failures without an answer that may pass. TLS, size and address faults will not.
PASSING_FAILURES = frozenset(
    {Reason.TIMEOUT, Reason.STARVED, Reason.DNS, Reason.REFUSED, Reason.RESET}
)
# What says something about the host, not only about the URL, nor about ourselves.
SILENCES = PASSING_FAILURES - {Reason.STARVED} | {Reason.TLS}

WORDS = {
    Reason.TIMEOUT: "no answer in time",
    Reason.STARVED: "this machine was too busy to hear an answer in time",
    Reason.DNS: "the host name cannot be resolved",
    Reason.REFUSED: "connection refused",
    Reason.RESET: "the connection broke off",
    Reason.TLS: "the certificate or the TLS handshake is not in order",
    Reason.TOO_LARGE: "the answer is larger than the profile allows",
    Reason.TRUNCATED: "the answer broke off",
    Reason.BAD_ANSWER: "the answer is not HTTP",
    Reason.UNSAFE_ADDRESS: "its address must not be asked (see [network] allow_addresses)",
    Reason.HTTP_429: "the host refuses (429 Too Many Requests)",
    Reason.HTTP_503: "the host refuses (503 Service Unavailable)",
    Reason.ROBOTS: "robots.txt forbids it",
    Reason.ROBOTS_UNREACHABLE: "its robots.txt could not be read, so nothing may be asked",
    Reason.NOT_PUBLIC: "it is not public (401, 403 or a login)",
    Reason.NOT_FOUND: "not found (404 or 410)",
    Reason.REDIRECT_LOOP: "it redirects in a circle",
    Reason.ODD_STATUS: "the server answers with an error",
    Reason.EXCLUDED: "the profile excludes it",
    Reason.UNDECODABLE: "its content-coding is broken",
}
"""Reasons in words, for messages."""
