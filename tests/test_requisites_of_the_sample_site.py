"""The sample site with all that its pages need: captured, checked, shown whole."""

from __future__ import annotations

import csv
import sqlite3

from archive.proof.parts import part_of
from archive.proof.replay import page_of, replay
from tests.replica.site.generated.requisites import FILES
from tests.sample_runs import SampleRun

LINE = "https://www.eurospinepatientline.test"
SOCIETY = "https://www.eurospine.test"


def test_all_of_it_is_captured_once(whole_run: SampleRun) -> None:
    sql = "SELECT url FROM captures WHERE is_requisite AND status = 200 AND url LIKE '%/assets/%'"
    captured = sorted(whole_run.values(sql))
    names = sorted(FILES)
    wanted = [f"{host}/assets/{name}" for host in (SOCIETY, LINE) for name in names]
    assert captured == [url for url in wanted if url != f"{SOCIETY}/assets/spine.png"]
    assert whole_run.values("SELECT url FROM pages WHERE url LIKE '%/assets/%'") == []
    assert whole_run.values("SELECT url FROM captures WHERE url LIKE '%/comment.png'") == []


def test_what_is_lost_is_told_where_it_is_missed(whole_run: SampleRun) -> None:
    """A picture of one page there; one of a style sheet once, not at each of 163 pages."""
    sql = """
SELECT findings.kind, findings.severity, pages.url, subject, findings.heading,
  link_mentions.anchor_text
FROM findings JOIN pages ON pages.id = findings.page_id
JOIN link_mentions ON link_mentions.id = link_mention_id
WHERE subject LIKE '%/assets/%' ORDER BY subject"""
    assert whole_run.rows(sql) == [
        ("link_gone", "error", f"{SOCIETY}/", f"{SOCIETY}/assets/lost.png", "", ""),
        ("link_gone", "error", f"{LINE}/", f"{LINE}/assets/lost.png", "", ""),
        ("link_gone", "error", f"{LINE}/en/walking.htm", f"{LINE}/assets/posture.png", "Walking",
         "A good and a bad posture"),
    ]  # fmt: skip
    why = whole_run.value("SELECT why FROM findings WHERE subject = ?", f"{LINE}/assets/lost.png")
    assert f"It stands in the style sheet {LINE}/assets/site.css, which this page and " in why
    lines = (whole_run.folder / "reports" / "report.csv").read_text("utf-8").splitlines()
    (told,) = [row for row in csv.DictReader(lines) if row["subject"] == f"{LINE}/assets/lost.png"]
    assert told["source_url"] == f"{LINE}/assets/site.css", "line and column are those of the sheet"
    assert (told["line"], told["sentence"]) == ("6", "")


def test_a_page_is_shown_whole(whole_run: SampleRun) -> None:
    captures = whole_run.folder / "captures"
    address = "/-/capture/{id}"
    with sqlite3.connect(whole_run.folder / "published" / "archive.db") as db:
        db.row_factory = sqlite3.Row
        sql = "SELECT capture_id FROM pages WHERE url = ?"
        ((identity,),) = db.execute(sql, (f"{LINE}/en/walking.htm",)).fetchall()
        shown = replay(db, captures, identity)
        assert shown is not None
        page = page_of(db, shown, address)
        served = {}
        waiting = [page]
        while waiting:
            for piece in waiting.pop().split("/-/capture/")[1:]:
                name, _, rest = piece.partition("/part")
                if rest and name not in served:
                    part = part_of(db, captures, name, f"{address}/part")
                    assert part is not None
                    served[name] = part[1]
                    if part[1].startswith("text/css"):
                        waiting.append(part[0].decode())
    assert sorted(served.values()) == [
        "font/woff2", "image/png", "image/png", "image/png",
        "text/css; charset=utf-8", "text/css; charset=utf-8",
    ]  # fmt: skip
    assert '<img alt="A good and a bad posture">' in page
