"""What a network exception is called, whatever it is wrapped in."""

import errno
import socket

import pytest
from urllib3.exceptions import ProtocolError

from pipelines.services.addressing import Forbidden, NoWay
from pipelines.services.failures import error_class


def wrapped(error: OSError) -> ProtocolError:
    """As urllib3 hands it on."""
    return ProtocolError("Connection aborted.", error)


ROWS = [
    ("nobody listens", wrapped(ConnectionRefusedError(errno.ECONNREFUSED, "refused")), "refused"),
    ("no way there", wrapped(OSError(errno.EHOSTUNREACH, "no route")), "unreachable"),
    ("no socket is left to us", wrapped(OSError(errno.EMFILE, "too many files")), "our_fault"),
    ("nor to anybody", OSError(errno.ENFILE, "too many files"), "our_fault"),
    ("no way from this machine", NoWay(errno.ENETUNREACH, "no IPv6"), "our_fault"),
    ("no such name", socket.gaierror(socket.EAI_NONAME, "unknown"), "dns"),
    ("ask again later", socket.gaierror(socket.EAI_AGAIN, "again"), "dns_temporary"),
    ("forbidden by the guard", wrapped(Forbidden("a.test must not be asked")), "forbidden"),
    ("in time", TimeoutError(), "timeout"),
    ("anything else", ValueError("odd"), "bad_answer"),
]


@pytest.mark.parametrize(("why", "error", "word"), ROWS, ids=[row[0] for row in ROWS])
def test_words_of_failures(why, error, word):
    assert error_class(error) == word
