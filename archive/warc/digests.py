"""Digests as WARC headers print them, computed while the bytes pass. Pure."""

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
        digest, value = self._hash.digest(), self._value
        if len(value) == len(digest) * 2:
            return value.lower() == digest.hex()
        try:
            if len(value.rstrip("=")) == -(-len(digest) * 8 // 5):
                return base64.b32decode(_padded(value, 8).upper()) == digest
            bare = _padded(value, 4).replace("+", "-").replace("/", "_")
            return base64.urlsafe_b64decode(bare) == digest
        except (binascii.Error, ValueError):
            return False


def _padded(text: str, size: int) -> str:
    bare = text.rstrip("=")
    return bare + "=" * (-len(bare) % size)
