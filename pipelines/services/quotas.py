"""What an answer's headers say about how much may still be asked. Pure.

``RateLimit`` and ``RateLimit-Policy`` (draft-ietf-httpapi-ratelimit-headers-10: items with the
parameters r, t, q, w), the older forms of that draft (``limit=10, remaining=4, reset=30``, and
``RateLimit-Remaining`` ...), and ``X-RateLimit-*``, whose reset is either a number of seconds or
the moment itself, in seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

# A reset beyond this is a moment: as a span it would be 31 years, as a moment it is in 2001.
_MOMENT_S = 1e9


@dataclass(frozen=True, slots=True)
class Quota:
    """How much may still be asked; the strictest of what an answer says."""

    pause_s: float = 0.0
    """Seconds in which nothing may be asked."""
    spacing_s: float = 0.0
    """Seconds between two requests that make what is left last, and keep to the policy."""


_SILENT = Quota()


def quota_of(headers: Mapping[str, str], now: datetime) -> Quota:
    """What rate headers (lower-case names) say; a ``Quota()`` where they say nothing usable."""
    if "rate" not in " ".join(headers):
        return _SILENT
    left = [*_left_by_items(headers), *_left_by_names(headers, now)]
    policies = [_numbers(item) for item in headers.get("ratelimit-policy", "").split(",")]
    spans = [p["w"] / p["q"] for p in policies if p.get("q") and "w" in p]
    spans += [reset_s / remaining for remaining, reset_s in left if remaining]
    return Quota(
        pause_s=max((reset_s for remaining, reset_s in left if not remaining), default=0.0),
        spacing_s=max(spans, default=0.0),
    )


def _left_by_items(headers: Mapping[str, str]) -> Iterator[tuple[float, float]]:
    """(requests left, seconds until there are more) of each item of ``RateLimit``."""
    items = [_numbers(item) for item in headers.get("ratelimit", "").split(",")]
    for item in items:
        if "r" in item and "t" in item:
            yield item["r"], item["t"]
    older = {name: value for item in items for name, value in item.items()}
    if "remaining" in older and "reset" in older:
        yield older["remaining"], older["reset"]


def _left_by_names(headers: Mapping[str, str], now: datetime) -> Iterator[tuple[float, float]]:
    """The same of headers with a number each."""
    for prefix in ("ratelimit", "x-ratelimit", "x-rate-limit"):
        remaining = _number(headers.get(f"{prefix}-remaining", ""))
        reset = _number(headers.get(f"{prefix}-reset", ""))
        if remaining is not None and reset is not None:
            is_span = reset < _MOMENT_S
            yield remaining, reset if is_span else max(0.0, reset - now.timestamp())


def _numbers(item: str) -> dict[str, float]:
    """The numbers of ``"name";r=5;t=30`` or ``limit=5``, by name."""
    pairs = (part.partition("=") for part in item.split(";"))
    found = {name.strip().lower(): _number(value) for name, _, value in pairs}
    return {name: value for name, value in found.items() if value is not None}


def _number(text: str) -> float | None:
    """A whole number that is not negative, or None."""
    digits = text.strip()
    return float(digits[:12]) if digits.isascii() and digits.isdigit() else None
