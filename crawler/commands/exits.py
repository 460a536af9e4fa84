"""Exit codes of ``patientline``, and which errors lead to them.

| code | meaning |
|---|---|
| 0 | done; for ``report``: nothing newly broken |
| 1 | ``report`` only: something is newly and confirmedly broken |
| 2 | could not be completed (site, registry or host down, nothing kept, disk full, busy, bug) |
| 3 | the command line, a profile or a setting is wrong |
| 141 | whoever read the output went away, as ``head`` does |
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import IO, Any

import click

from archive.counting import shown


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0
    NEWLY_BROKEN = 1
    INCOMPLETE = 2
    USAGE = 3
    UNREAD = 141
    """128 and SIGPIPE: what a shell says of a program that wrote to a closed pipe."""


class Incomplete(click.ClickException):
    """The work could not be completed; the message says why and what to do."""

    exit_code = Exit.INCOMPLETE

    def show(self, file: IO[Any] | None = None) -> None:
        """One plain sentence, no traceback."""
        click.echo(f"patientline: {_harmless(self.format_message())}", err=True, file=file)


class Misused(Incomplete):
    """The command line, a profile or a setting is wrong."""

    exit_code = Exit.USAGE


DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""No space, no quota, or larger than a file may be here."""
_DEFECT = (
    "This should not happen. Run the same command again; if it says the same, tell those who"
    " develop this program what stands above."
)


_UNWRITTEN = (
    "The disk is full, or something else keeps the output from being written; nothing that was"
    " kept is lost. Free some space and run the same command again."
)


@contextmanager
def explained(
    misuse: tuple[type[Exception], ...], failure: tuple[type[Exception], ...]
) -> Iterator[None]:
    """Turn the errors the packages name into one sentence and the right exit code."""
    try:
        yield
    except misuse as error:
        raise Misused(str(error)) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise Incomplete(
                f"The disk is full ({error.filename or 'data folder'}); nothing that was kept is"
                " lost. Free some space and run the same command again."
            ) from error
        if error.errno == errno.EIO and not error.filename:
            # A disk says so of its files, and a terminal that went away of itself.
            raise Incomplete(
                "Something could not be read or written (input/output error): a terminal that was"
                " closed, or a disk that fails. Run the same command again."
            ) from error
        if error.errno == errno.EIO or (error.errno == errno.EROFS and not error.filename):
            raise Incomplete(
                f"The disk fails ({error.filename or 'data folder'}:"
                f" {os.strerror(error.errno).lower()}). Check that it is there, not damaged and"
                " not read-only, and run the same command again."
            ) from error
        if not error.filename:
            if isinstance(error, failure):
                raise Incomplete(f"{error}.") from error
            raise  # no file of the user's: a defect of ours
        raise Incomplete(
            f"{error.filename}: {(error.strerror or str(error)).lower()}. See what stands there"
            " and whether you may write to it, and run the same command again."
        ) from error
    except failure as error:
        raise Incomplete(str(error)) from error


def run_command(command: Callable[..., Any]) -> int:
    """Run a Click command; give the exit code instead of leaving the process."""
    _stand_in_for_closed_streams()
    with _stopped_as_by_ctrl_c():
        code = _run(command)
    if not _is_flushed(sys.stdout) and code in (Exit.DONE, Exit.NEWLY_BROKEN):
        _say(_UNWRITTEN)
        code = Exit.INCOMPLETE
    _is_flushed(sys.stderr)
    return code


def _stand_in_for_closed_streams() -> None:
    """Put the null device where the shell closed a standard stream (``>&-``): the next file to be
    opened, be it the database or a WARC, would get its number, and what a library prints."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                nowhere = os.open(os.devnull, os.O_RDWR)
                if nowhere != number:
                    os.dup2(nowhere, number)
                    os.close(nowhere)
                os.set_inheritable(number, True)  # by children, too: else it is closed to them
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 (stays open)
            setattr(sys, name, stream)


@contextmanager
def _stopped_as_by_ctrl_c() -> Iterator[None]:
    """A context in which SIGTERM (the system shuts down) and SIGHUP (the terminal is closed) end a
    command as Ctrl-C does. A signal that was ignored from the start, as by ``nohup``, stays so."""
    names = ("SIGTERM", "SIGHUP")  # not every system has the latter
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # only there they may be caught
        numbers = []
    before = {number: signal.getsignal(number) for number in numbers}
    caught = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    for number in caught:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def _interrupt(number: int, frame: object) -> None:
    # A loop may have a way of its own to be interrupted. A shell has Ctrl-C ignored by what it
    # runs in the background.
    if callable(signal.getsignal(signal.SIGINT)):
        signal.raise_signal(signal.SIGINT)
    else:
        # Of a task that is cut off the loop would tell, too.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        raise KeyboardInterrupt


def _run(command: Callable[..., Any]) -> int:
    stdout = sys.stdout
    try:
        result = command(standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        _say("Stopped; nothing that was kept is lost. Run the same command again.")
        return Exit.INCOMPLETE
    except click.UsageError as error:
        with suppress(OSError):
            error.show()
        return Exit.USAGE
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except SystemExit:
        # Of a closed pipe Click makes a 1, which says here that something is newly broken. It puts
        # a stdout in place that is quiet about it, by which this is known from other exits.
        if sys.stdout is stdout:
            raise
        return Exit.UNREAD
    except Exception as error:
        # Python's own exit code for it is a 1, which says here that something is newly broken.
        if isinstance(error, OSError) and error.errno in DISK_FULL and not error.filename:
            _say(_UNWRITTEN)
        elif isinstance(error, UnicodeError) and not all(map(_is_unicode, sys.argv)):
            _say("The command line holds what is no UTF-8. Type it in UTF-8, or rename the file.")
            return Exit.USAGE
        else:
            _say(_DEFECT, before=_harmless(traceback.format_exc()))
        return Exit.INCOMPLETE
    return result if isinstance(result, int) else Exit.DONE


def _is_unicode(argument: str) -> bool:
    """Whether an argument was: Python takes the bytes that are none for halves of surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in argument)


def _say(sentence: str, before: str = "") -> None:
    """Tell on stderr, where that can be written: the exit code tells it in any case."""
    with suppress(OSError):
        click.echo(f"{before}patientline: {sentence}", err=True)


def _is_flushed(stream: IO[str] | None) -> bool:
    """Whether all is written that a stream holds back. Where it cannot be, it is let go: Python
    would try again at the end, and leave with a code of its own."""
    if stream is None:
        return True
    try:
        stream.flush()
    except ValueError:  # closed before
        return True
    except OSError as error:
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
        return error.errno == errno.EPIPE
    return True


def _harmless(text: str) -> str:
    """Lines with invisible characters and terminal codes written out: a traceback, or the name of a
    file, may be a stranger's text."""
    return "\n".join(shown(line.expandtabs()) for line in text.split("\n"))
