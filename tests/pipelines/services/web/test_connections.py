"""Connections the engine refuses to make, and certificates it does not trust."""

import socket
import ssl
import threading
from datetime import UTC, datetime

import pytest
import trustme

from pipelines.services.addressing import Addressing
from tests.awkward.certificates import self_signed
from tests.pipelines.conftest import answer
from tests.pipelines.services.web.looking import PAGE, look, look_at, reset

pytestmark = pytest.mark.usefixtures("rested")


def test_literal_addresses_are_refused_before_anything_is_sent(loopback):
    check = look_at(loopback, addressing=Addressing())
    assert check.error == "forbidden"
    assert check.facts["reason"] == "a loopback address"
    assert loopback.heard == []


def test_names_of_forbidden_addresses_are_refused_at_the_connection(loopback):
    url = f"http://localhost:{loopback.port}/"
    checks, _ = look([url], addressing=Addressing())
    assert checks[url].error == "forbidden"
    assert loopback.heard == []


class TlsServer:
    """An HTTPS server on loopback with a certificate for some host."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._context)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._socket.accept()
                with self._context.wrap_socket(plain, server_side=True) as secure:
                    secure.recv(65536)
                    secure.sendall(answer(200, PAGE))
            except ssl.SSLError:
                continue
            except OSError:
                return

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def authority(tmp_path):
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    ca.file = str(tmp_path / "ca.pem")
    return ca


CERTIFICATES = [
    ("good", lambda ca: ca.issue_cert("good.test"), True, None),
    ("for another host", lambda ca: ca.issue_cert("other.test"), True, "tls_wrong_host"),
    ("by an unknown authority", lambda ca: ca.issue_cert("good.test"), False, "tls_untrusted"),
    ("self-signed", lambda ca: self_signed("good.test"), True, "tls_self_signed"),
    (
        "expired",
        lambda ca: ca.issue_cert("good.test", not_after=datetime(2020, 1, 1, tzinfo=UTC)),
        True,
        "tls_expired",
    ),
]


@pytest.mark.parametrize(
    ("why", "issue", "is_trusted", "error"), CERTIFICATES, ids=[row[0] for row in CERTIFICATES]
)
def test_certificates(authority, why, issue, is_trusted, error):
    server = TlsServer(issue(authority))
    addressing = Addressing(
        resolve={"good.test:443": f"127.0.0.1:{server.port}"}, allowed=("127.0.0.0/8",)
    )
    checks, _ = look(
        ["https://good.test/"],
        addressing=addressing,
        ca_file=authority.file if is_trusted else "",
        deadline_s=5,
    )
    server.close()
    assert checks["https://good.test/"].error == error


def test_a_connection_cut_off_before_it_is_secure_is_told_apart(loopback):
    addressing = Addressing(
        resolve={"*:443": f"127.0.0.1:{loopback.port}"}, allowed=("127.0.0.0/8",)
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def hang_up():
            for _ in range(2):
                connection, _ = server.accept()
                reset(connection, None)
                connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        addressing = Addressing(resolve={"*:443": f"127.0.0.1:{port}"}, allowed=("127.0.0.0/8",))
        checks, _ = look(["https://wall.test/"], addressing=addressing)
    assert checks["https://wall.test/"].error == "tls_reset"


def test_the_deadline_ends_a_handshake_that_never_ends():
    with socket.create_server(("127.0.0.1", 0)) as server:  # connects, and says nothing
        port = server.getsockname()[1]
        addressing = Addressing(resolve={"*:443": f"127.0.0.1:{port}"}, allowed=("127.0.0.0/8",))
        checks, _ = look(["https://mute.test/"], addressing=addressing, deadline_s=0.2, attempts=1)
    assert checks["https://mute.test/"].error == "timeout"
