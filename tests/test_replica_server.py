"""The replica's server: real HTTP on loopback, every knob, no orphan."""

from __future__ import annotations

import gzip
import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import brotli
import pytest
import requests

import tests.replica
from pipelines.verification.options import Services
from tests.replica import Replica
from tests.replica.__main__ import main
from tests.replica.state import Fault

LINE = "www.eurospinepatientline.test"
SOCIETY = "www.eurospine.test"


@pytest.fixture(scope="module")
def server() -> Iterator[Replica]:
    with tests.replica.running() as replica:
        yield replica


@pytest.fixture
def replica(server: Replica) -> Replica:
    server.state.forget()
    server.state.set_markup("semantic")
    server.state.news = 0
    return server


def ask(replica: Replica, url: str, **headers: str) -> requests.Response:
    return requests.get(replica.mounted(url), headers=headers, timeout=10, allow_redirects=False)


def control(replica: Replica, verb: str, **wish: object) -> requests.Response:
    url = f"http://127.0.0.1:{replica.http_port}/-/control/{verb}"
    return requests.post(url, json=wish, timeout=10)


def raw(replica: Replica, path: str, **headers: str) -> http.client.HTTPResponse:
    """An answer whose body is not decoded, asked for by Host header."""
    connection = http.client.HTTPConnection("127.0.0.1", replica.http_port, timeout=10)
    connection.request("GET", path, headers={"Host": LINE, **headers})
    return connection.getresponse()


# ------------------------------------------------------------------------------ virtual hosts


def test_https_has_a_trusted_certificate_for_every_name(replica: Replica) -> None:
    context = ssl.create_default_context(cafile=replica.ca_file)
    for name in (LINE, "doi.org", "a.host.nobody.knows.test"):
        plain = socket.create_connection(("127.0.0.1", replica.https_port), timeout=10)
        with context.wrap_socket(plain, server_hostname=name) as secure:
            secure.sendall(f"GET /robots.txt HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
            assert secure.recv(20).startswith(b"HTTP/1.1 ")
    assert [h.scheme for h in replica.hits] == ["https"] * 3


@pytest.mark.parametrize("host", [LINE, LINE.upper(), f"{LINE}:80", f"{LINE}."])
def test_host_header_chooses_the_site(replica: Replica, host: str) -> None:
    assert raw(replica, "/en/acupuncture.htm", Host=host).status == 200
    assert replica.hits[0].host == LINE


def test_a_host_nobody_plays_says_so(replica: Replica) -> None:
    answer = ask(replica, "https://nobody.example/")
    assert answer.status_code == 502
    assert "does not play nobody.example" in answer.text


@pytest.mark.parametrize("path", ["/en/a%2Fb.htm?q=%2F%20x", "/x[1].htm", "/a;b(c)"])
def test_mounted_paths_arrive_as_sent(replica: Replica, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", replica.http_port, timeout=10)
    connection.request("GET", f"/-/{LINE}{path}")
    assert connection.getresponse().status == 404
    assert replica.hits_of(LINE)[0].path == path


def test_overrides_lead_here(replica: Replica) -> None:
    overrides = replica.overrides()
    assert overrides["resolve"] == {
        "*:80": f"127.0.0.1:{replica.http_port}",
        "*:443": f"127.0.0.1:{replica.https_port}",
    }
    services = overrides["services"]
    assert isinstance(services, dict)
    assert services["doi_org"] == f"http://127.0.0.1:{replica.http_port}/-/doi.org"
    assert set(services) == {field.name for field in fields(Services)}, "a profile takes them"


def test_a_person_sees_an_index_and_stays_in_the_mount(replica: Replica) -> None:
    base = f"http://127.0.0.1:{replica.http_port}"
    assert f'href="/-/{LINE}/"' in requests.get(base, timeout=10).text
    followed = requests.get(
        f"{base}/en/glossary.htm", headers={"Referer": f"{base}/-/{LINE}/"}, timeout=10
    )
    assert followed.url == f"{base}/-/{LINE}/en/glossary.htm"


def test_hits_are_recorded_as_sent(replica: Replica) -> None:
    ask(replica, f"https://{LINE}/en/swimming.htm?print=1", **{"User-Agent": "probe"})
    [hit] = replica.hits_of(LINE)
    assert (hit.path, hit.method, hit.status) == ("/en/swimming.htm?print=1", "GET", 200)
    assert hit.header("user-agent") == "probe"


def test_peaks_show_what_a_client_asks_at_once(replica: Replica) -> None:
    control(replica, "settings", latency_s=0.2)
    threads = [
        threading.Thread(target=ask, args=(replica, f"https://{LINE}/en/yoga.htm"))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    control(replica, "settings", latency_s=0)
    assert replica.state.peaks[LINE] > 1
    assert replica.state.in_flight[LINE] == 0


# ------------------------------------------------------------------------ manners of the wire

DECODERS = {"gzip": gzip.decompress, "deflate": zlib.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("path", "coding"),
    [
        ("/en/low-back-pain-introduction.htm", "gzip"),
        ("/en/preparing-for-surgery.htm", "deflate"),
        ("/en/spondylolisthesis-introduction.htm", "br"),
    ],
)
def test_content_coding_is_used_when_accepted(replica: Replica, path: str, coding: str) -> None:
    answer = raw(replica, path, **{"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == coding
    assert DECODERS[coding](answer.read()).rstrip().endswith(b"</html>")
    assert raw(replica, path).headers["Content-Encoding"] is None


def test_chunked(replica: Replica) -> None:
    answer = raw(replica, "/en/scoliosis-introduction.htm")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Length"] is None
    assert answer.read().rstrip().endswith(b"</html>")


def test_promises_more_than_it_sends(replica: Replica) -> None:
    with pytest.raises(http.client.IncompleteRead):
        raw(replica, "/en/traction.htm").read()


def test_gzip_stream_without_its_end(replica: Replica) -> None:
    answer = raw(replica, "/en/travel.htm", **{"Accept-Encoding": "gzip"})
    body = answer.read()
    assert len(body) == int(answer.headers["Content-Length"])
    with pytest.raises(EOFError):
        gzip.decompress(body)


def test_empty_and_huge(replica: Replica) -> None:
    assert raw(replica, "/en/empty.htm").read() == b""
    assert len(raw(replica, "/en/all-questions.htm").read()) > 12 * 2**20


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/en/cognitive-behavioural-therapy.htm", "text/plain; charset=utf-8"),
        ("/en/injections.htm", "application/octet-stream"),
        ("/es/dolor-de-espalda.htm", "text/html"),
        ("/it/mal-di-schiena.htm", "text/html; charset=iso-8859-1"),
    ],
)
def test_content_types_that_lie(replica: Replica, path: str, content_type: str) -> None:
    answer = raw(replica, path)
    assert answer.headers["Content-Type"] == content_type
    assert b"<title>" in answer.read()


def test_busy_then_well(replica: Replica) -> None:
    url = f"https://{LINE}/en/osteoporotic-fractures-introduction.htm"
    first = ask(replica, url)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "1")
    assert ask(replica, url).status_code == 200


def test_maintenance_then_well(replica: Replica) -> None:
    url = f"https://{LINE}/en/osteoporotic-fractures-treatment.htm"
    assert [ask(replica, url).status_code for _ in range(2)] == [503, 200]


def test_connections_are_reset_once_and_for_ever(replica: Replica) -> None:
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            raw(replica, "/en/massage.htm")
    with pytest.raises(ConnectionResetError):
        raw(replica, "/en/heat-and-cold.htm")
    assert raw(replica, "/en/heat-and-cold.htm").status == 200


def test_slow_pages_outlast_an_impatient_client(replica: Replica) -> None:
    with pytest.raises(requests.Timeout):
        requests.get(replica.mounted(f"https://{LINE}/en/bracing.htm"), timeout=0.2)
    control(replica, "settings", slow_s=0)
    assert ask(replica, f"https://{LINE}/en/bracing.htm").status_code == 200
    control(replica, "settings", slow_s=1)


# ---------------------------------------------------------------------------------- validators


def test_etag_is_honest(replica: Replica) -> None:
    url = f"https://{LINE}/en/acupuncture.htm"
    tag = ask(replica, url).headers["ETag"]
    assert ask(replica, url, **{"If-None-Match": tag}).status_code == 304
    replica.state.news += 1  # the box changes, and so do the bytes
    assert ask(replica, url, **{"If-None-Match": tag}).status_code == 200


def test_last_modified(replica: Replica) -> None:
    url = f"https://{SOCIETY}/patients/patient-line-news/new-editor/"
    since = ask(replica, url).headers["Last-Modified"]
    assert since == "Fri, 01 Sep 2017 12:00:00 GMT"
    assert ask(replica, url, **{"If-Modified-Since": since}).status_code == 304


def test_one_page_lies_about_being_unchanged(replica: Replica) -> None:
    url = f"https://{LINE}/en/work.htm"
    tag = ask(replica, url).headers["ETag"]
    control(replica, "edit", url=url, text="A new paragraph.")
    assert ask(replica, url, **{"If-None-Match": tag}).status_code == 304
    assert "A new paragraph." in ask(replica, url).text


def test_validators_are_absent_where_they_are(replica: Replica) -> None:
    assert "ETag" not in ask(replica, f"https://{SOCIETY}/p31000274.html").headers
    control(replica, "settings", validators=False)
    assert "ETag" not in ask(replica, f"https://{LINE}/en/acupuncture.htm").headers
    control(replica, "settings", validators=True)


# -------------------------------------------------------------------------------------- control


def test_faults_are_laid_over_hosts_and_paths(replica: Replica) -> None:
    control(
        replica, "fault", host=LINE, path="/en/yoga.htm", kind="status", status=429,
        retry_after="7", times=1,
    )  # fmt: skip
    first = ask(replica, f"https://{LINE}/en/yoga.htm")
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert ask(replica, f"https://{LINE}/en/yoga.htm").status_code == 200
    control(replica, "fault", host="doi.org", kind="reset")
    with pytest.raises(requests.ConnectionError):
        ask(replica, "https://doi.org/api/handles/10.1136/bmj.a3115")
    control(replica, "clear")
    assert ask(replica, "https://doi.org/api/handles/10.1136/bmj.a3115").status_code == 200


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("cut", requests.RequestException),
        ("short", requests.RequestException),
        ("never", requests.Timeout),
    ],
)
def test_faults_that_break_the_answer(
    replica: Replica, kind: str, error: type[requests.RequestException]
) -> None:
    control(replica, "fault", host=LINE, kind=kind)
    with pytest.raises(error):
        requests.get(replica.mounted(f"https://{LINE}/en/yoga.htm"), timeout=0.5)


def test_fault_that_promises_too_little(replica: Replica) -> None:
    control(replica, "fault", host=LINE, kind="long")
    answer = raw(replica, "/en/yoga.htm")
    assert len(answer.read()) == int(answer.headers["Content-Length"])


def test_empty_fault_and_slow_fault(replica: Replica) -> None:
    control(replica, "fault", host=LINE, kind="empty", times=1)
    assert raw(replica, "/en/yoga.htm").read() == b""
    control(replica, "fault", host=LINE, kind="slow", delay_s=0.1)
    assert raw(replica, "/en/yoga.htm").status == 200


def test_an_unknown_fault_is_refused(replica: Replica) -> None:
    assert control(replica, "fault", host=LINE, kind="earthquake").status_code == 400
    assert control(replica, "earthquake").status_code == 404
    with pytest.raises(ValueError, match="earthquake"):
        Fault("earthquake")


def test_control_steers_from_another_process(replica: Replica) -> None:
    url = f"https://{LINE}/en/walking.htm"
    assert control(replica, "markup", markup="soup").json()["markup"] == "soup"
    assert '<div class="h1">' in ask(replica, url).text
    assert control(replica, "markup", markup="poetry").status_code == 400
    assert control(replica, "news", bump=1).json()["news"] == 1
    assert "21 January 2025" in ask(replica, url).text
    control(replica, "robots", host=LINE, status=500)
    assert ask(replica, f"https://{LINE}/robots.txt").status_code == 500
    control(replica, "remove", url=url, status=410)
    assert ask(replica, url).status_code == 410
    control(replica, "forget")
    assert ask(replica, url).status_code == 200


def test_control_shows_hits_and_traps(replica: Replica) -> None:
    ask(replica, f"https://{SOCIETY}/dont-click.htm")
    base = f"http://127.0.0.1:{replica.http_port}/-/control"
    summary = requests.get(f"{base}/summary", timeout=10).json()
    assert summary["hits"] == {SOCIETY: 1}
    assert summary["traps"] == {f"{SOCIETY}/dont-click.htm": 1}
    hits = requests.get(f"{base}/hits", params={"host": SOCIETY}, timeout=10).json()
    assert [(hit["path"], hit["status"]) for hit in hits] == [("/dont-click.htm", 200)]
    assert requests.get(f"{base}/hits", params={"host": LINE}, timeout=10).json() == []


# ------------------------------------------------------------------------------ the command line


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, dict[str, str]]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.replica", *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
        process.kill()


def test_command_serves_until_terminated(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"news": 2}')
    with started("--markup", "tables", "--state", str(state)) as (process, overrides):
        base = f"http://{overrides['resolve']['*:80']}/-"
        page = requests.get(f"{base}/{LINE}/en/yoga.htm", timeout=10).text
        assert '<table class="layout"' in page
        assert "Announcement number 2" in page
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert json.loads(state.read_text())["hits"] == {LINE: 1}


def test_command_says_when_a_port_is_taken(
    replica: Replica, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        assert main(["--port", str(replica.http_port)]) == 2
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert "Choose another --port" in capsys.readouterr().err


def test_command_ends_when_its_input_closes() -> None:
    with started() as (process, _):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=15) == 0
