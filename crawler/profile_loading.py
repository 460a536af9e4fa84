"""Loads a profile: from a TOML file, or made for the address of a site; and lays settings over it.

``crawler/sites/sample.toml`` is an example. Whatever is misspelt, of the wrong type or missing
raises ``ProfileError`` with one sentence that names the file and the key.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ada_url

from crawler.identity import with_contact
from crawler.profile import Politeness, Profile, ProfileError, Publication
from crawler.profile_rules import checked, is_host_name
from crawler.toml_tables import read_table
from pipelines.services.guard import check_url
from pipelines.verification.options import Network

SITES = Path(__file__).parent / "sites"


def load_profile(
    site: str,
    aliases: Sequence[str] = (),
    settings: Sequence[tuple[str, Mapping[str, object]]] = (),
) -> Profile:
    """The profile named ``site``, or in the file ``site``, or made for the site at the URL
    ``site``.

    ``aliases`` are further names of the first seed's host; ``settings`` are TOML tables laid
    over the profile, each with the words that name it in errors. Raises ``ProfileError``.
    """
    if re.match(r"https?://", site, re.IGNORECASE):
        profile = _generic_profile(site)
    else:
        profile = _read_file(_find_file(site))
    for alias in aliases:
        if not is_host_name(alias):
            raise ProfileError(f"--alias {alias!r} is no host name; write e.g. www.example.org.")
    if aliases:
        home = ada_url.URL(profile.seeds[0]).host  # with its port, unless that is the default one
        known = {**profile.hosts, home: (*profile.hosts.get(home, ()), *map(str.lower, aliases))}
        profile = replace(profile, hosts=known)
    for where, table in settings:
        changed = read_table(Profile, table, where, base=profile)
        profile = replace(checked(replace(changed, file=where)), file=profile.file)
    return with_contact(profile)


def read_setting(setting: str) -> tuple[str, dict[str, Any]]:
    """``--set a.b=VALUE`` as ``load_profile`` takes it; a value that is no TOML is taken as text.

    Raises ``ProfileError``.
    """
    where = f"--set {setting if len(setting) < 200 else setting[:200] + '…'}"
    key, equals, value = setting.partition("=")
    if not equals or not key.strip():
        raise ProfileError(f"{where}: write KEY=VALUE, e.g. politeness.delay_s=2.")
    try:
        return where, tomllib.loads(f"{key} = {value}")
    except (tomllib.TOMLDecodeError, RecursionError):
        pass  # then it is a text
    try:
        return where, tomllib.loads(f"{key} = {_quoted(value)}")
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{where}: {key!r} is not a key ({error}).") from error
    except RecursionError as error:
        raise ProfileError(f"{where}: its brackets nest too deeply.") from error


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _find_file(site: str) -> Path:
    if site.endswith(".toml"):
        path = Path(site)
        if not os.path.isfile(site):  # pathlib's own raises when the name is too long
            raise ProfileError(f"There is no profile file {site[:200]}.")
        return path
    path = SITES / f"{site}.toml"
    if not re.fullmatch(r"[\w.-]{1,99}", site) or not path.is_file():
        known = ", ".join(sorted(p.stem for p in SITES.glob("*.toml"))) or "none"
        is_address = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[!-~]*)?", site)
        meant = f" Did you mean https://{site}?" if is_address else ""
        raise ProfileError(
            f"There is no profile {site[:200]!r}.{meant} Known profiles: {known}. "
            "A path to a .toml file or the http(s):// address of a site will do as well."
        )
    return path


def _read_file(path: Path) -> Profile:
    name = str(path) if path.parent != SITES else f"crawler/sites/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors put a BOM
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProfileError(f"{name}: this is not TOML: {error}.") from error
    except OSError as error:
        raise ProfileError(f"{name}: cannot be read ({error.strerror}).") from error
    return checked(replace(read_table(Profile, table, name), file=name))


def _generic_profile(address: str) -> Profile:
    """A profile for any site: the whole host, its ``www.`` twin, and defaults for the rest."""
    try:
        url = ada_url.URL(address)
    except ValueError as error:
        raise ProfileError(f"{address!r} is not the address of a site.") from error
    if reason := check_url(address):
        raise ProfileError(f"{address} cannot be asked: {reason}. Give the site's own address.")
    host, name = url.host, url.hostname
    is_name = bool(re.search(r"\.[a-z][\w-]*$", name))
    twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    opened: tuple[str, ...] = ()
    if name == "localhost":
        opened = ("127.0.0.0/8", "::1/128")
    elif _is_ip(name.strip("[]")):  # an address that was typed by hand is meant
        opened = (name.strip("[]"),)
    return checked(
        Profile(
            name=re.sub(r"[^\w.-]+", "-", host).strip("-."),
            title=host,
            seeds=(ada_url.URL(address).href.partition("#")[0],),
            hosts={host: (twin,) if is_name else ()},
            publication=Publication(title=host, source=host, source_url=url.origin),
            network=Network(allow_addresses=opened),
            politeness=Politeness() if is_name else _AT_HOME,
        )
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


# A server on this machine or on the desk next to it is nobody else's: no reason to dawdle.
_AT_HOME = Politeness(delay_s=0.01, jitter=0.0, concurrency=4, retry_delay_s=0.5)
