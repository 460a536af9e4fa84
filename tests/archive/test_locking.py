"""One writer a data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.locking import Busy, held, is_held_by_others

HOLD = """
import sys, time
from pathlib import Path
from archive.locking import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_the_first_one_is(tmp_path: Path) -> None:
    with (
        held(tmp_path),
        pytest.raises(Busy, match=rf"in use by process {os.getpid()}\."),
        held(tmp_path),
    ):
        raise AssertionError("held twice")
    with held(tmp_path):
        pass


def test_a_dead_holder_is_no_obstacle(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, cwd=root
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy, match=str(other.pid)), held(tmp_path):
            raise AssertionError("held twice")
        assert is_held_by_others(tmp_path)
        other.send_signal(signal.SIGKILL)
    with held(tmp_path):
        assert (tmp_path / "lock.pid").read_text().strip() == str(os.getpid())
        assert not is_held_by_others(tmp_path)
    assert not is_held_by_others(tmp_path)
