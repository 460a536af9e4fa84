"""A site served just for the run: starts the profile's server module, and stops it again.

The module is run as ``python -m MODULE``, serves on loopback until its standard input closes,
and prints one JSON line first: ``{"resolve": {...}, "ca_file": "...", "services": {...}}``,
which takes the place of the profile's own keys of these names.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from crawler.profile import Profile, ProfileError
from crawler.toml_tables import read_table

# Seconds a server may take to stop before it is killed.
STOP_S = 5.0
ROOT = Path(__file__).resolve().parent.parent


class ServerFailed(Exception):
    """The profile's server module did not start."""


@contextmanager
def served(profile: Profile) -> Iterator[Profile]:
    """The profile, with its server running; a profile without one is given back as it is.

    Raises ``ServerFailed`` when it does not start, or says what is no setting.
    """
    if not profile.server:
        yield profile
        return
    process = subprocess.Popen(
        [sys.executable, "-m", profile.server],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for us; the server is needed until we have ended
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            overrides = json.loads(line)
        except ValueError as error:
            raise ServerFailed(
                f"{profile.file}: the server of this site, python -m {profile.server}, did not"
                f" start (exit code {process.wait(STOP_S)}). Run it by hand to see why."
            ) from error
        try:
            running = as_served(profile, overrides)
        except ProfileError as error:
            raise ServerFailed(
                f"{profile.file}: what its server says cannot be used. {error}"
            ) from error
        yield running
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def as_served(profile: Profile, overrides: Mapping[str, object]) -> Profile:
    """The same site as served by a running server, whose ``resolve``, ``ca_file`` and ``services``
    replace those of the profile; there is no server left to start. Raises ``ProfileError``."""
    network = {key: overrides[key] for key in ("resolve", "ca_file") if key in overrides}
    told = {"network": network, "services": overrides.get("services", {}), "server": ""}
    return read_table(Profile, told, profile.server, base=profile)
