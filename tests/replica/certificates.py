"""TLS for every host name: one throw-away authority, one certificate per name asked for (SNI)."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


class Certificates:
    """A certificate authority that signs for whatever name a client asks."""

    def __init__(self) -> None:
        self._authority = trustme.CA(organization_name="Replica of the outside world")
        self._contexts: dict[str, ssl.SSLContext] = {}

    def write_authority(self, path: Path) -> None:
        """Write the authority's certificate (PEM) that clients must trust."""
        self._authority.cert_pem.write_to_path(str(path))

    def context(self) -> ssl.SSLContext:
        """The server's context; it changes to the right certificate when a name is asked for."""
        context = self._context_for("localhost", "127.0.0.1")
        context.sni_callback = self._choose
        return context

    def _choose(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name:
            connection.context = self._context_for(name.lower())

    def _context_for(self, *names: str) -> ssl.SSLContext:
        context = self._contexts.get(names[0])
        if context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_alpn_protocols(["http/1.1"])
            self._authority.issue_cert(*names).configure_cert(context)
            self._contexts[names[0]] = context
        return context
