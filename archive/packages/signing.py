"""Signs packages with a key and no name: whoever has the public key knows who signed.

ECDSA on P-384 over SHA-256 of the digest of ``datapackage.json`` as it is written, the signature
as the two numbers one behind the other (specs.webrecorder.net/wacz-auth/0.1.0, §3.1; WebCrypto,
which replayweb.page verifies it with). It proves that a package is as it left the holder of the
key; it proves neither a name nor a time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

KEY_FILE = "signing-key.pem"
"""In the folder of a site."""
_CURVE = ec.SECP384R1()
_NUMBER_BYTES = 48
_ALGORITHM = ec.ECDSA(hashes.SHA256())


class CannotSign(Exception):
    """The key cannot be read; the message names its file."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, and how to know it again."""

    private: ec.EllipticCurvePrivateKey

    @property
    def public_key(self) -> str:
        """The public key as it stands in packages: SubjectPublicKeyInfo, Base64."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        key = self.private.public_key().public_bytes(serialization.Encoding.DER, form)
        return base64.b64encode(key).decode()

    def sign(self, text: str) -> str:
        """The signature of a text, Base64."""
        numbers = decode_dss_signature(self.private.sign(text.encode(), _ALGORITHM))
        return base64.b64encode(
            b"".join(number.to_bytes(_NUMBER_BYTES, "big") for number in numbers)
        ).decode()


def signing_key(path: Path) -> SigningKey:
    """The key in a file, which is made when it is not there. Raises CannotSign, OSError."""
    if not path.exists():
        _make(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise CannotSign(f"{path} holds no private key that can be read ({error}).") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE.name:
        raise CannotSign(f"{path} holds a key of another kind; packages want ECDSA on P-384.")
    return SigningKey(key)


def _make(path: Path) -> None:
    """Write a new key that only its owner may read; whole or not at all."""
    data = ec.generate_private_key(_CURVE).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, path)


def fingerprint(public_key: str) -> str:
    """A public key as people compare it: SHA-256, hexadecimal. Raises ValueError."""
    return hashlib.sha256(base64.b64decode(public_key, validate=True)).hexdigest()


def is_signed(signed: Mapping[str, object]) -> bool:
    """Whether the signature in ``signedData`` of a package fits its hash and public key."""
    try:
        public = serialization.load_der_public_key(
            base64.b64decode(str(signed.get("publicKey")), validate=True)
        )
        data = base64.b64decode(str(signed.get("signature")), validate=True)
        if not isinstance(public, ec.EllipticCurvePublicKey) or len(data) != 2 * _NUMBER_BYTES:
            return False
        numbers = (data[:_NUMBER_BYTES], data[_NUMBER_BYTES:])
        one, other = (int.from_bytes(number, "big") for number in numbers)
        public.verify(
            encode_dss_signature(one, other), str(signed.get("hash")).encode(), _ALGORITHM
        )
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, binascii.Error):
        return False
    return True
