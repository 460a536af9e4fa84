"""Good and bad certificates for the awkward hosts, from a throw-away authority."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


class Authority:
    """Issues a certificate for a host, good or bad in one way; its own is written to ``file``."""

    def __init__(self, folder: Path) -> None:
        self._trusted, self._stranger = trustme.CA(), trustme.CA()
        self.file = folder / "awkward-ca.pem"
        self._trusted.cert_pem.write_to_path(str(self.file))
        self._contexts: dict[tuple[str, str], ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def context(self, host: str, kind: str) -> ssl.SSLContext:
        """A server's context: ``kind`` is good, or one of those of ``_issue``."""
        with self._lock:
            if (host, kind) not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                leaf = self._issue(host, kind)
                if kind == "incomplete":  # what a server sends whose owner forgot the chain
                    leaf = trustme.LeafCert(
                        leaf.private_key_pem.bytes(), leaf.cert_chain_pems[0].bytes(), []
                    )
                leaf.configure_cert(context)
                self._contexts[host, kind] = context
            return self._contexts[host, kind]

    def _issue(self, host: str, kind: str) -> trustme.LeafCert:
        if kind == "expired":
            return self._trusted.issue_cert(host, not_after=datetime(2020, 1, 1, tzinfo=UTC))
        if kind == "expired_yesterday":
            return self._trusted.issue_cert(host, not_after=_days_from_now(-1))
        if kind == "not_yet":
            return self._trusted.issue_cert(
                host, not_before=_days_from_now(1), not_after=_days_from_now(90)
            )
        if kind == "incomplete":
            return self._trusted.create_child_ca().issue_cert(host)
        if kind == "wrong_host":
            return self._trusted.issue_cert("somebody-else.test")
        if kind == "untrusted":
            return self._stranger.issue_cert(host)
        if kind == "self_signed":
            return self_signed(host)
        return self._trusted.issue_cert(host)


def _days_from_now(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def self_signed(host: str) -> trustme.LeafCert:
    """A certificate that nobody but its own key has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, SHA256())
    )
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return trustme.LeafCert(key.private_bytes(*form), made.public_bytes(Encoding.PEM), [])
