"""The archive behind nginx, with the configuration of ``deploy/nginx.conf``, on loopback.

Of that file only names of ports, certificates and folders are changed, which are this machine's.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from archive.publishing.publish import publish
from tests.archive.site import specimen
from tests.servers import archive_served, free_port, wait_for

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


@contextmanager
def nginx(place: Path, archive: str, **changes: str) -> Iterator[str]:
    """The address of nginx before the archive; ``changes`` are made to its configuration."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        pytest.fail(
            "No nginx was found. Install it (Debian: apt-get install nginx-light), or leave these "
            "tests out with -m 'not installed'."
        )
    port = free_port()
    here = {
        "listen 443 ssl": f"listen 127.0.0.1:{port}",
        "server_name archive.example.org": "server_name 127.0.0.1",
        "http://127.0.0.1:8001": archive,
        "/var/cache/nginx/archive": f"{place}/cache",
        **changes,
    }
    site = re.sub(r" *ssl_certificate.*", "", CONFIGURATION.read_text(encoding="utf-8"))
    for there, mine in here.items():
        assert site.count(there) == 1, there
        site = site.replace(there, mine)
    (place / "nginx.conf").write_text(AROUND.format(place=place, site=site), encoding="utf-8")
    command = [program, "-p", str(place), "-c", "nginx.conf", "-e", str(place / "error.log")]
    with (place / "said.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/robots.txt", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_pages_are_kept_packed_and_asked_for_with_their_validator(
    archive: str, tmp_path: Path
) -> None:
    with nginx(tmp_path, archive) as address:
        first, second = (requests.get(f"{address}/about", timeout=30) for _ in range(2))
        assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
        assert first.text == second.text == requests.get(f"{archive}/about", timeout=30).text
        assert second.headers["cache-control"] == "max-age=300"
        assert second.headers["content-security-policy"].startswith("default-src 'none'")
        assert second.headers["x-content-type-options"] == "nosniff"
        tag = {"if-none-match": second.headers["etag"]}
        assert requests.get(f"{address}/about", headers=tag, timeout=30).status_code == 304
        assert requests.get(f"{address}/archive/articles", timeout=30).headers["content-encoding"]
        assert "x-cache" in requests.get(f"{address}/static/site.css", timeout=30).headers


def test_what_is_old_is_asked_for_and_not_fetched(archive: str, tmp_path: Path) -> None:
    """As in five minutes: nginx is told to take pages for old after a second."""
    short = "proxy_cache archive; proxy_ignore_headers Cache-Control; proxy_cache_valid 200 1s;"
    with nginx(tmp_path, archive, **{"proxy_cache archive;": short}) as address:
        found = [requests.get(f"{address}/about", timeout=30).headers["x-cache"]]
        time.sleep(2)
        found.append(requests.get(f"{address}/about", timeout=30).headers["x-cache"])
    assert found == ["MISS", "REVALIDATED"]


def test_who_asks_too_much_is_told_so(archive: str, tmp_path: Path) -> None:
    with nginx(tmp_path, archive, **{"rate=5r/s": "rate=1r/m"}) as address:
        got = Counter(requests.get(f"{address}/about", timeout=30).status_code for _ in range(60))
    assert set(got) == {200, 429}
    assert 40 <= got[200] <= 42, "the burst, and the one that is always let through"
