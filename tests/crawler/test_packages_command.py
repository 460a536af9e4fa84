"""``patientline archive wacz --verify``: what a signature is said to be worth."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from crawler.commands.archive import check
from crawler.commands.exits import Exit, Misused
from crawler.commands.packages import cdxj, wacz
from tests.archive.packages.test_wacz import (
    listing,
    package,
    redescribed,
    resigned,
    rewritten,
    signed,
    without,
)

__all__ = ["package", "signed"]  # fixtures

SIGNED = "Signed by the key "
VERIFIED = [
    # why, what is done to the package, exit code, whether the signature vouches, what is said
    ("whole", lambda name, data: data, Exit.DONE, True, "matches its digest"),
    (
        "a page was changed",
        lambda name, data: data + b"{}\n" if name.startswith("pages/") else data,
        Exit.INCOMPLETE,
        False,
        "vouches for nothing",
    ),
    (
        "no digest can be verified",
        redescribed(listing(hash=None)),
        Exit.INCOMPLETE,
        False,
        "no digest can be verified",
    ),
    ("forged", resigned(signature="AAAA" * 32), Exit.INCOMPLETE, False, "does not fit"),
]


@pytest.mark.parametrize(
    ("why", "change", "code", "vouches", "said"), VERIFIED, ids=[v[0] for v in VERIFIED]
)
def test_a_signature_approves_of_what_is_whole(
    signed: Path, tmp_path: Path, capsys, why, change, code, vouches, said
) -> None:
    file = rewritten(signed, tmp_path / "given.wacz", change)
    ended = wacz.main(["--verify", str(file)], standalone_mode=False)
    output = capsys.readouterr().out
    assert (ended, SIGNED in output) == (code, vouches), output
    assert said in output


UNPROVED = redescribed(listing(hash=None))
CHECKED = [
    # why, what is done to the package, whether it is sound, what is said
    ("whole", lambda name, data: data, True, "nothing was changed."),
    ("whole, not provable", UNPROVED, None, "Whole, but not provable"),
    ("not provable, and a file is missing",
     lambda name, data: without("pages/")(name, UNPROVED(name, data)), False, "is not whole"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "change", "is_sound", "said"), CHECKED, ids=[c[0] for c in CHECKED]
)
def test_what_nothing_proves_is_neither_sound_nor_damaged(
    signed: Path, tmp_path: Path, capsys, why, change, is_sound, said
) -> None:
    file = str(rewritten(signed, tmp_path / "given.wacz", change))
    code = check.main([file], standalone_mode=False)
    assert (code == Exit.DONE, said in capsys.readouterr().out) == (bool(is_sound), True)
    check.main([file, "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["is_sound"] is is_sound


def test_a_package_is_verified_whatever_the_profile_says(signed: Path, tmp_path: Path) -> None:
    profile = tmp_path / "broken.toml"
    profile.write_text("no = [TOML")
    about = ["--site", str(profile)]
    assert wacz.main([*about, "--verify", str(signed)], standalone_mode=False) == Exit.DONE
    assert check.main([*about, str(signed)], standalone_mode=False) == Exit.DONE
    for command in (wacz, check):  # which need to know where the data lie
        with pytest.raises(Misused, match="TOML"):
            command.main(about, standalone_mode=False)


@pytest.mark.parametrize("command", [wacz, cdxj])
def test_no_file_is_put_in_the_place_of_a_device(command: click.Command, tmp_path: Path) -> None:
    """``--output /dev/null``, of root."""
    os.mkfifo(tmp_path / "device")
    with pytest.raises(click.BadParameter, match="is a device"):
        command.main(["--output", str(tmp_path / "device")], standalone_mode=False)
    assert (tmp_path / "device").is_fifo()
