"""What waits for nobody is made anew when something was taken down meanwhile."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.publishing.publish import FILE, PublishError
from archive.publishing.static import build
from archive.store import Store
from archive.takedown.hiding import Decision, hide
from archive.takedown.targets import Target
from crawler.commands import publish, report, takedown
from crawler.commands.exits import Incomplete

TARGET = Target(frozenset({"https://a.test/secret"}), frozenset())
DECISION = Decision(who="A", why="B", at="2026-03-01T12:00:00.000Z")


def test_a_report_begun_before_a_takedown(tmp_path: Path, monkeypatch) -> None:
    Store.open(tmp_path / "crawl.db").close()
    written: list[object] = []

    def write(built: object, output: Path, forms: object) -> list[Path]:
        if not written:  # as it is written for the first time, something is hidden
            with Store.open(tmp_path / "crawl.db") as store, store.unit():
                hide(store.db.conn, TARGET, DECISION)
        written.append(built)
        return []

    monkeypatch.setattr(report, "write_report", write)
    monkeypatch.setattr(report, "read_report", lambda folder: "without it")
    known = report._takedowns(tmp_path)
    report._write("with it", known, tmp_path, tmp_path, ())
    assert written == ["with it", "without it"]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text("with it")
    return tmp_path


def test_plain_files_begun_before_another_publish(published: Path, monkeypatch) -> None:
    made: list[str] = []

    def build_static(folder: Path, out: Path, lite: str) -> SimpleNamespace:
        made.append((folder / FILE).read_text())
        if len(made) == 1:
            (folder / "new").write_text("without it")
            (folder / "new").replace(folder / FILE)
        changes = SimpleNamespace(written=1, unchanged=0, removed=0)
        return SimpleNamespace(pages=1, changes=changes)

    monkeypatch.setattr(build, "build_static", build_static)
    publish.publish_static(published, published / "out")
    assert made == ["with it", "without it"]


def test_plain_files_of_what_is_taken_away(published: Path, monkeypatch) -> None:
    monkeypatch.setattr(build, "build_static", lambda folder, *_: (folder / FILE).unlink())
    with pytest.raises(PublishError, match="taken away while plain files were made"):
        publish.publish_static(published, published / "out")


def test_whoever_takes_something_down_is_told_of_the_server(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    """One that is running goes on showing what it had opened."""
    monkeypatch.setattr(takedown, "publish_site", lambda *_, **__: None)
    site = SimpleNamespace(profile=None, folder=tmp_path)
    takedown._renew(site)
    assert capsys.readouterr().out == "", "nothing is published"
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / FILE).touch()
    takedown._renew(site)
    assert "Restart a server that is running" in capsys.readouterr().out


def test_a_lost_database_is_told_how_it_comes_back(tmp_path: Path) -> None:
    with pytest.raises(Incomplete, match="Crawl the site first"):
        report.read_report(tmp_path)
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "a.warc.gz").touch()
    with pytest.raises(Incomplete, match="Run replay"):
        report.read_report(tmp_path)
