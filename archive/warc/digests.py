"""Digests as WARC headers print them, computed while bytes pass. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

_PRINTED = re.compile(r"([A-Za-z0-9-]+):([A-Za-z0-9+/=_-]+)")
_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})


class PrintedDigest:
    """``algorithm:value`` from a header, and the bytes it is to be the digest of.

    The value may be hexadecimal, Base32 or Base64: all three are met in practice.
    """

    def __init__(self, printed: str) -> None:
        match = _PRINTED.fullmatch(printed.strip())
        algorithm = match[1].lower().replace("-", "") if match else ""
        self._value = match[2] if match else ""
        self._hash = (
            hashlib.new(algorithm, usedforsecurity=False) if algorithm in _ALGORITHMS else None
        )

    def update(self, data: bytes) -> None:
        """Some more of the bytes."""
        if self._hash is not None:
            self._hash.update(data)

    @property
    def matches(self) -> bool | None:
        """Whether it is the digest of all that has passed; None when it cannot be computed."""
        if self._hash is None:
            return None
        return _bytes_of(self._value, self._hash.digest_size) == self._hash.digest()

    def __str__(self) -> str:
        """The same in one form, small hexadecimal letters; empty when it cannot be read."""
        value = _bytes_of(self._value, self._hash.digest_size) if self._hash else b""
        return f"{self._hash.name}:{value.hex()}" if self._hash and value else ""


def _bytes_of(value: str, size: int) -> bytes:
    """The ``size`` bytes of a digest; empty when it has another number of them."""
    try:
        if len(value) == size * 2:
            found = bytes.fromhex(value)
        elif len(value.rstrip("=")) == -(-size * 8 // 5):
            found = base64.b32decode(_padded(value, 8).upper())
        else:
            bare = _padded(value, 4).replace("+", "-").replace("/", "_")
            found = base64.urlsafe_b64decode(bare)
    except (binascii.Error, ValueError):
        return b""
    return found if len(found) == size else b""


def _padded(text: str, size: int) -> str:
    bare = text.rstrip("=")
    return bare + "=" * (-len(bare) % size)
