"""Objects from one process of ours to another, through a pipe; nobody else's are ever read."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

_HEADER = struct.Struct(">Q")


def send(pipe: IO[bytes], message: object) -> None:
    """Write a message. Raises OSError when nobody reads any more."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_HEADER.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message; None when there is none any more, or not all of it."""
    header = pipe.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    data = pipe.read(length)
    return pickle.loads(data) if len(data) == length else None
