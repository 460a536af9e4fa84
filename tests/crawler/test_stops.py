"""A system that shuts down and a terminal that is closed end a command as Ctrl-C does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from crawler.commands.exits import Exit
from tests.crawler.crawls import ROOT

PROGRAM = """
import asyncio, signal, sys, time
import click
from crawler.commands.exits import run_command

@click.command()
def work():
    try:
        {begin}
    finally:
        print("put away", flush=True)

def tell_and_wait():
    print("at work", flush=True)
    time.sleep(60)

async def tell_and_wait_in_a_loop():
    try:
        print("at work", flush=True)
        await asyncio.sleep(60)
    except BaseException:  # cancelled, or interrupted before it sleeps
        print("cancelled", flush=True)
        raise

async def work_in_a_task():
    async def work():
        print("at work", flush=True)
        while True:
            time.sleep(0.01)

    task = asyncio.ensure_future(work())
    await asyncio.sleep(60)
    await task

# The tests themselves may run under nohup, or in the background of a script.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
{before}
sys.exit(run_command(work))
"""
CTRL_C_IGNORED = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
PLAIN, LOOP = "tell_and_wait()", "asyncio.run(tell_and_wait_in_a_loop())"
TASK = "asyncio.run(work_in_a_task())"
STOPS = [
    ("Ctrl-C", signal.SIGINT, PLAIN, "", "put away\n"),
    ("the system shuts down", signal.SIGTERM, PLAIN, "", "put away\n"),
    ("a terminal is closed", signal.SIGHUP, PLAIN, "", "put away\n"),
    ("in a loop", signal.SIGTERM, LOOP, "", "cancelled\nput away\n"),
    ("closed over a loop", signal.SIGHUP, LOOP, "", "cancelled\nput away\n"),
    ("in the background of a script", signal.SIGTERM, PLAIN, CTRL_C_IGNORED, "put away\n"),
    ("a busy task there", signal.SIGTERM, TASK, CTRL_C_IGNORED, "put away\n"),
    ("a loop there", signal.SIGHUP, LOOP, CTRL_C_IGNORED, "cancelled\nput away\n"),
]


def started(begin: str, before: str) -> subprocess.Popen[str]:
    program = PROGRAM.format(begin=begin, before=before)
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    return process


@pytest.mark.parametrize(
    ("why", "number", "begin", "before", "said"), STOPS, ids=[row[0] for row in STOPS]
)
def test_a_command_is_stopped_with_a_sentence(
    why: str, number: signal.Signals, begin: str, before: str, said: str
) -> None:
    process = started(begin, before)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == Exit.INCOMPLETE, why
    assert out == said
    assert err.strip() == (
        "patientline: Stopped; nothing that was kept is lost. Run the same command again."
    )


def test_what_was_told_to_outlive_its_terminal_does() -> None:
    process = started(PLAIN, "signal.signal(signal.SIGHUP, signal.SIG_IGN)")
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.terminate()
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (Exit.INCOMPLETE, "put away\n")


def test_children_are_told_by_their_parent_alone() -> None:
    """A terminal and a service manager tell all processes of a group."""
    child = subprocess.Popen(
        [sys.executable, "-c", "from archive.children import own_pipes\n"
         "requests, answers = own_pipes()\nanswers.write(b'x')\nanswers.flush()\nrequests.read()"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.read(1) == b"x"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(child.pid, number)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.5)
    child.stdin.close()
    assert child.wait(60) == 0
