"""The archive behind nginx, with the configuration of ``deploy/nginx.conf``, on loopback.

Of that file only names of ports, hosts, certificates and folders are changed, which are this
machine's; the certificate is made here.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archive.publishing.publish import publish
from tests.archive.site import specimen
from tests.servers import archive_served, free_port

pytestmark = pytest.mark.installed

CONFIGURATION = Path(__file__).resolve().parents[3] / "deploy" / "nginx.conf"
AROUND = """daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;
events {{}}
http {{ types {{ text/html html; }} access_log off;
client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
{site} }}
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("behind")
    site = publish(specimen.fill(folder / "crawl.db"), folder / "site", specimen.PUBLICATION)
    with archive_served(site.folder) as address:
        yield address.rstrip("/")


class Reader(requests.Session):
    """Somebody who reads the archive through nginx, and trusts its certificate alone."""

    def __init__(self, place: Path, port: int, plain: int) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = str(place / "archive.crt")
        self.address = f"https://127.0.0.1:{port}"
        self.plain = f"http://127.0.0.1:{plain}"

    def read(self, path: str, **headers: str) -> requests.Response:
        """The answer to a path, redirects not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("http") else self.address + path
        return self.get(address, headers=named, timeout=30, allow_redirects=False)


def certify(place: Path) -> None:
    """A key and a certificate of its own for this machine, where the configuration has them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (place / "archive.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (place / "archive.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def wait_for(reader: Reader, server: subprocess.Popen[bytes]) -> None:
    """Wait until nginx leads to its own address; the archive behind it is there already."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            reader.read(reader.plain)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not start")


@contextmanager
def nginx(place: Path, archive: str, **changes: str) -> Iterator[Reader]:
    """A reader of nginx before the archive; ``changes`` are made to its configuration."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        pytest.fail(
            "No nginx was found. Install it (Debian: apt-get install nginx-light), or leave these "
            "tests out with -m 'not installed'."
        )
    port, plain = free_port(), free_port()
    here = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen [::]:443 ssl;": "",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen [::]:80;": "",
        "https://$server_name": f"https://$server_name:{port}",
        "http://127.0.0.1:8001": archive,
        "/var/cache/nginx/archive": f"{place}/cache",
        "/etc/ssl/archive": f"{place}/archive",
        **changes,
    }
    site = CONFIGURATION.read_text(encoding="utf-8")
    for there, mine in here.items():
        assert there in site, there
        site = site.replace(there, mine)
    site = site.replace("server_name archive.example.org", "server_name 127.0.0.1")
    certify(place)
    (place / "nginx.conf").write_text(AROUND.format(place=place, site=site), encoding="utf-8")
    command = [program, "-p", str(place), "-c", "nginx.conf", "-e", str(place / "error.log")]
    with (place / "said.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    reader = Reader(place, port, plain)
    try:
        wait_for(reader, server)
        yield reader
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_pages_are_kept_packed_and_asked_for_with_their_validator(
    archive: str, tmp_path: Path
) -> None:
    with nginx(tmp_path, archive) as reader:
        first, second = (reader.read("/about") for _ in range(2))
        assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
        assert first.text == second.text == requests.get(f"{archive}/about", timeout=30).text
        assert second.headers["cache-control"] == "max-age=300"
        assert second.headers["content-security-policy"].startswith("default-src 'none'")
        assert second.headers["x-content-type-options"] == "nosniff"
        assert reader.read("/about", if_none_match=second.headers["etag"]).status_code == 304
        assert reader.read("/archive/articles").headers["content-encoding"]
        assert "x-cache" in reader.read("/static/site.css").headers


def test_who_comes_without_tls_is_led_to_it(archive: str, tmp_path: Path) -> None:
    with nginx(tmp_path, archive) as reader:
        led = reader.read(f"{reader.plain}/broken?kind=link_gone")
        assert led.status_code == 301
        assert led.headers["location"] == f"{reader.address}/broken?kind=link_gone"


def test_addresses_are_those_of_the_proxy_whatever_a_reader_calls_it(
    archive: str, tmp_path: Path
) -> None:
    with nginx(tmp_path, archive) as reader:
        feed = reader.read("/changes.atom", host="evil.example").text
    assert "evil.example" not in feed
    assert 'href="https://127.0.0.1/' in feed


def test_the_database_can_be_fetched_in_parts(archive: str, tmp_path: Path) -> None:
    with nginx(tmp_path, archive) as reader:
        whole = reader.read("/archive.db")
        part = reader.read("/archive.db", range="bytes=1000-1999")
    assert whole.headers["x-cache"] == "MISS"
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])


def test_what_is_old_is_asked_for_and_not_fetched(archive: str, tmp_path: Path) -> None:
    """As in five minutes: nginx is told to take pages for old after a second."""
    short = "proxy_cache archive; proxy_ignore_headers Cache-Control; proxy_cache_valid 200 1s;"
    with nginx(tmp_path, archive, **{"proxy_cache archive;": short}) as reader:
        found = [reader.read("/about").headers["x-cache"]]
        time.sleep(2)
        found.append(reader.read("/about").headers["x-cache"])
    assert found == ["MISS", "REVALIDATED"]


def test_who_asks_too_much_is_told_so(archive: str, tmp_path: Path) -> None:
    with nginx(tmp_path, archive, **{"rate=5r/s": "rate=1r/m"}) as reader:
        got = Counter(reader.read("/about").status_code for _ in range(60))
    assert set(got) == {200, 429}
    assert 40 <= got[200] <= 42, "the burst, and the one that is always let through"
