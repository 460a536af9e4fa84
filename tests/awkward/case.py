"""One awkward case: a link as printed, the hosts it meets, and what a careful human would say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from archive.records import LinkVerdict
from tests.awkward.server import Manner, Site

BROKEN = frozenset(
    {
        LinkVerdict.GONE,
        LinkVerdict.SOFT_404,
        LinkVerdict.PARKED,
        LinkVerdict.UNREACHABLE,
        LinkVerdict.INVALID,
        LinkVerdict.FRAGMENT_MISSING,
    }
)
"""What tells a maintainer to change the link."""
FINE = frozenset({LinkVerdict.OK, LinkVerdict.MOVED})
"""What is left: living, as far as anybody can tell from here (blocked, unknown, not asked)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``ideal`` is the verdict after three weekly looks; ``sites`` the hosts by name."""

    why: str
    ideal: LinkVerdict
    href: str
    sites: Mapping[str, Site] = field(default_factory=dict)
    element: str = "a"
    meant: str = ""
    """The address that was likely meant, where a careful human can tell."""


def is_false_alarm(ideal: LinkVerdict, verdict: LinkVerdict) -> bool:
    """Whether something that is not certainly broken was called broken."""
    return verdict in BROKEN and ideal not in BROKEN


def host_for(why: str) -> str:
    """A host name of its own for a case."""
    plain = "".join(c if c.isalnum() and c.isascii() else "-" for c in why.lower())
    return "-".join(filter(None, plain.split("-")))[:50].strip("-") + ".test"


def at(
    why: str,
    ideal: LinkVerdict,
    manner: Manner,
    path: str = "/leaflets/back-pain",
    *,
    href: str = "",
    element: str = "a",
    elsewhere: Mapping[str, Mapping[str, Manner]] | None = None,
    scheme: str = "http",
    certificate: str = "good",
    nameless: Collection[int] = (),
    **paths: Manner,
) -> Case:
    """A case of one host: what it does at ``path``, and (``any``) at every other one.

    ``nameless``: the weeks in which its name does not exist. ``elsewhere``: what other hosts do.
    ``{host}`` in ``href`` stands for the host's name.
    """
    host = host_for(why)
    own: dict[str, Manner] = {path: manner}
    if "any" in paths:
        own["*"] = paths["any"]
    sites = {host: Site(paths=own, certificate=certificate, nameless=frozenset(nameless))}
    sites |= {name: Site(paths=dict(known)) for name, known in (elsewhere or {}).items()}
    address = (href or "{scheme}://{host}{path}").format(host=host, path=path, scheme=scheme)
    return Case(why=why, ideal=ideal, href=address, sites=sites, element=element)
