"""A small, rich working database: every table filled, every verdict that a page shows.

The two references of the acupuncture page, their DOIs and the other bibliographic facts are real
(the page is the one this project was founded on); all sentences around them are made up. Long,
because no table may be empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archive.keys import key, text_sha256
from archive.store import Store

HOST = "www.eurospinepatientline.test"
CRAWLS = {1: "2026-03-01T08:00:00.000Z", 3: "2026-06-01T08:00:00.000Z"}
CONTACT = "archivist@example.org"
PUBLICATION = {
    "title": "Patient Line",
    "licence": "CC BY 4.0 for the data; texts belong to their authors",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "source": "EUROSPINE Patient Line",
    "source_url": "https://www.eurospinepatientline.test/",
    "about": "What the Patient Line says, what it cites, and whether that still holds.",
}

ACUPUNCTURE = f"https://{HOST}/en/acupuncture.htm"
ENTRANCE = f"https://{HOST}/en/pain3"
TRUNCATED, RIGHT = "10.1155/2015/32819", "10.1155/2015/328196"
RETRACTED = "10.1097/brs.0000000000000106"
REFERENCES = {
    ACUPUNCTURE: [
        (
            "Liu, L., Skinner M., McDonough,S., Mabire L., Baxter GD (2015)\nAcupuncture for Low "
            "Back Pain: An Overview of Systematic Reviews. Evid Based Complement Alternat Med. "
            "2015; 2015: 328196. Published online 2015 Mar 4. doi: 10.1155/2015/32819",
            TRUNCATED,
            2015,
            "no_metadata",
        ),
        (
            "Madsen M.V., Gotzsche, P.C., Hrobjartsson, A. (2009). Acupuncture treatment for "
            "pain: systematic review of randomized clinical trials with acupuncture, placebo, "
            "acupuncture, and no acupuncture groups. BMJ. 338:a3115",
            None,
            2009,
            "no_metadata",
        ),
    ],
    f"https://{HOST}/en/fusion-surgery.htm": [
        (
            "Nandyala SV, Marquez-Lara A, Fineberg SJ, Pelton M, Singh K. Prospective, "
            "Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate Versus "
            "rhBMP-2. Spine. 2014;39(3):185. doi:10.1097/BRS.0000000000000106",
            RETRACTED,
            2014,
            "agrees",
        ),
        (
            "Hara N, Oka H, Yamazaki T, et al. Predictors of residual symptoms in lower "
            "extremities after decompression surgery on lumbar spinal stenosis. Eur Spine J. "
            "2010;19(11):1849–1854. https://doi.org/10.1186/1748-7161-9-3",
            "10.1186/1748-7161-9-3",
            2010,
            "differs",
        ),
    ],
    f"https://{HOST}/low-back-pain-treatment.htm": [
        (
            "Lamb SE, Hansen Z, Lall R, et al. Group cognitive behavioural treatment for low-back "
            "pain in primary care. Lancet. 2010;375(9718):916–923. "
            "doi:10.1016/S0140-6736(09)62164-4",
            "10.1016/s0140-6736(09)62164-4",
            2010,
            "agrees",
        ),
        (
            "Madsen MV, Gøtzsche PC, Hróbjartsson A. Acupuncture treatment for pain. BMJ. "
            "2009;338:a3115. https://doi.org/10.1136/bmj.a3115",
            "10.1136/bmj.a3115",
            2009,
            "agrees",
        ),
    ],
}
# url: (kind, language, title, lead, text)
PAGES: dict[str, tuple[str, str, str, str, str]] = {
    ACUPUNCTURE: (
        "article",
        "en",
        "Acupuncture",
        "Fine needles are placed at chosen points of the body to ease pain.",
        "A course of treatment most often has six to twelve sessions. Each lasts about half an "
        "hour.\n\n## What the studies say\n\nReviews of trials find a small, short-lived effect "
        "on back pain.\n\n- Serious harm is rare\n- Bruises are common\n\n| Question | Answer |\n"
        "| Does it hurt? | A little |\n\n> Ask before you begin what the course will cost.\n\n"
        + "\n\n".join(printed for printed, *_ in REFERENCES[ACUPUNCTURE]),
    ),
    f"https://{HOST}/en/fusion-surgery.htm": (
        "article",
        "en",
        "Fusion Surgery",
        "Two or more vertebrae are joined so that they no longer move against each other.",
        "Surgery is considered when months of other treatment have not helped.\n\n## Bone "
        "substitutes\n\nSeveral materials stand in for the patient's own bone. Most materials do "
        "equally well [1].",
    ),
    f"https://{HOST}/low-back-pain-treatment.htm": (
        "article",
        "en",
        "Low Back Pain - Treatment",
        "Most back pain becomes better within a few weeks, whatever is done.",
        "Staying active helps more than rest.\n\n1. Keep moving\n2. Use heat\n3. Ask early",
    ),
    f"https://{HOST}/scoliosis-greek.htm": (
        "article",
        "el",
        "Ιδιοπαθής σκολίωση",
        "",
        "Η σκολίωση είναι μια πλάγια καμπύλη της σπονδυλικής στήλης. " * 20,
    ),
    f"https://{HOST}/en/glossary.htm": ("glossary", "en", "Glossary", "", ""),
    ENTRANCE: ("landing", "en", "Pain", "", ""),
    f"https://{HOST}/documents/leaflet.pdf": ("document", "en", "Leaflet", "", ""),
    "https://www.eurospine.test/patients/patient-line-news/early-onset-scoliosis/": (
        "news",
        "en",
        "A webinar about early onset scoliosis",
        "Parents asked, surgeons answered.",
        "Two hundred families took part.",
    ),
}
TERMS = (
    ("A", "Annulus", "The tough outer ring of a disc."),
    ("A", "Arthrodesis", "The joining of two bones by surgery; also called fusion."),
    ("L", "Lordosis", "The inward curve of the lower back."),
)
# doi: (registration, landing, notice, agency, title, container, year)
DOIS = {
    TRUNCATED: ("not_registered", "unknown", "unknown", "", "", "", None),
    RIGHT: (
        "registered",
        "reached",
        "none",
        "Crossref",
        "Acupuncture for Low Back Pain: An Overview of Systematic Reviews",
        "Evidence-Based Complementary and Alternative Medicine",
        2015,
    ),
    RETRACTED: (
        "registered",
        "blocked",
        "retracted",
        "Crossref",
        "Prospective, Randomized, Controlled Trial of Silicate-Substituted Calcium Phosphate",
        "Spine",
        2014,
    ),
    "10.1186/1748-7161-9-3": (
        "registered",
        "moved",
        "none",
        "Crossref",
        "Brace treatment in juvenile idiopathic scoliosis",
        "Scoliosis",
        2014,
    ),
    "10.1016/s0140-6736(09)62164-4": (
        "registered",
        "blocked",
        "none",
        "Crossref",
        "Group cognitive behavioural treatment for low-back pain in primary care",
        "The Lancet",
        2010,
    ),
    "10.1136/bmj.a3115": (
        "registered",
        "reached",
        "none",
        "Crossref",
        "Acupuncture treatment for pain",
        "BMJ",
        2009,
    ),
}
MADSEN = ("Acupuncture treatment for pain", "BMJ", 2009)
# url: (scope, verdict, status, final_url, reason)
LINKS = {
    "https://www.example.org/patients/leaflet": (
        "external",
        "gone",
        404,
        None,
        "404 on three days, first on 2026-03-01.",
    ),
    "http://www.example.org/exercises": (
        "external",
        "moved",
        200,
        "https://www.example.org/en/exercises/",
        "A permanent redirect leads to the new address.",
    ),
    "https://www.example.net/back": ("external", "ok", 200, None, "Reached."),
    "https://publisher.example.com/paper": ("external", "blocked", 403, None, "403: a bot wall."),
    f"https://{HOST}/en/glossary.htm": ("internal", "ok", 200, None, "Captured."),
}


def fill(path: Path) -> Path:
    """Make a working database with everything above; returns its path."""
    with Store.open(path) as store, store.unit():
        _runs(store)
        for number, (url, page) in enumerate(PAGES.items()):
            _page(store, number, url, page)
        _terms(store)
        _news(store)
        _references(store)
        _identifiers(store)
        _links(store)
        _entrance(store)
        _renderings(store)
        _checks(store)
        _findings(store)
        _rest(store)
    return path


def page_id(url: str = ACUPUNCTURE) -> str:
    return key(url)


def capture_id(url: str, run: int) -> str:
    digest = text_sha256(f"{url} {run}")
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def reference_id(url: str, position: int) -> str:
    return key(url, "reference", str(position))


def _put(store: Store, table: str, row: Mapping[str, object]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    store.db.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", dict(row))


def _runs(store: Store) -> None:
    crawl = {
        "name": "sample",
        "seeds": [f"https://{HOST}/"],
        "identity": {"contact": CONTACT},
        "services": {"crossref": "http://127.0.0.1:9/"},
    }
    verify = {
        "site": "sample",
        "contact": CONTACT,
        "crossref": "http://127.0.0.1:9/",
        "strikes": 3,
        "strike_days": 3.0,
        "registration_days": 30.0,
        "metadata_days": 6.0,
        "landing_days": 30.0,
        "link_days": 1.0,
    }
    for run, command, started in (
        (1, "crawl", CRAWLS[1]),
        (2, "verify", "2026-03-01T09:00:00.000Z"),
        (3, "crawl", CRAWLS[3]),
        (4, "verify", "2026-06-01T09:00:00.000Z"),
    ):
        _put(
            store,
            "runs",
            {
                "id": run,
                "command": command,
                "site": "sample",
                "started_at": started,
                "finished_at": started.replace("00:00.000Z", "40:00.000Z"),
                "outcome": "finished",
                "message": f"Ended well; wrote to {store.path.resolve().parent}.",
                "software": "patientline-archive 0.1.0",
                "settings_json": json.dumps(crawl if command == "crawl" else verify),
                "counts_json": json.dumps({"pages": len(PAGES)}),
            },
        )
        if command == "crawl":
            for state, reason, urls in (
                ("fetched", "", 9),
                ("skipped", "robots.txt", 2),
                ("failed", "timeout", 1),
            ):
                _put(
                    store,
                    "coverage",
                    {"run_id": run, "state": state, "reason": reason, "urls": urls},
                )


def _page(store: Store, number: int, url: str, page: tuple[str, str, str, str, str]) -> None:
    kind, language, title, lead, text = page
    for run, moment in CRAWLS.items():
        _put(
            store,
            "captures",
            {
                "id": capture_id(url, run),
                "run_id": run,
                "url": url,
                "fetched_at": moment.replace("08:00", f"08:{number:02}"),
                "status": 200,
                "mime": "application/pdf" if url.endswith(".pdf") else "text/html",
                "payload_sha256": text_sha256(f"payload of {url} in {run}"),
                "bytes": 12_345 + number,
                "warc_file": f"sample-2026-{run:02}-0001.warc.gz",
                "warc_offset_bytes": 1000 * number,
                "warc_length_bytes": 987,
                "fidelity": "wire",
            },
        )
    sha, latest = text_sha256(title + lead + text), capture_id(url, 3)
    _put(
        store,
        "pages",
        {
            "id": key(url),
            "url": url,
            "host": url.split("/")[2],
            "kind": kind,
            "generation": "B",
            "language": language,
            "title": title,
            "html_title": f"EUROSPINE - {title}",
            "status": 200,
            "charset": "utf-8",
            "content_sha256": sha,
            "words": len(text.split()),
            "first_seen_at": CRAWLS[1] if number else CRAWLS[3],
            "last_seen_at": CRAWLS[3],
            "gone_since_at": CRAWLS[3] if kind == "landing" else None,
            "capture_id": latest,
        },
    )
    if kind == "article":
        _article(store, url, page, sha)


def _article(store: Store, url: str, page: tuple[str, str, str, str, str], sha: str) -> None:
    _, language, title, lead, text = page
    series, _, part = title.partition(" - ")
    _put(
        store,
        "articles",
        {
            "page_id": key(url),
            "title": title,
            "lead": lead,
            "text": text,
            "authors": "D. Example; M. Muster",
            "language": language,
            "series": series if part else "",
            "part": part,
            "updated_on": "2019-08-21",
            "words": len(text.split()),
            "reference_count": len(REFERENCES.get(url, [])),
            "content_sha256": sha,
            "capture_id": capture_id(url, 3),
        },
    )
    for run, wording in ((1, text.replace("six to twelve", "six")), (3, text)):
        if run == 3 and wording == text.replace("six to twelve", "six"):
            continue  # this text did not change
        _put(
            store,
            "article_versions",
            {
                "id": key(url, wording),
                "page_id": key(url),
                "content_sha256": text_sha256(wording),
                "title": title,
                "lead": lead,
                "text": wording,
                "updated_on": "2019-08-21",
                "first_seen_at": CRAWLS[run],
                "last_seen_at": CRAWLS[3],
                "capture_id": capture_id(url, run),
            },
        )


def _terms(store: Store) -> None:
    page = page_id(f"https://{HOST}/en/glossary.htm")
    for position, (letter, term, definition) in enumerate(TERMS, 1):
        _put(
            store,
            "terms",
            {
                "id": key(page, str(position)),
                "page_id": page,
                "position": position,
                "letter": letter,
                "term": term,
                "definition": definition,
            },
        )


def _news(store: Store) -> None:
    url = "https://www.eurospine.test/patients/patient-line-news/early-onset-scoliosis/"
    *_, title, lead, text = PAGES[url]
    for item, day, page, body in (
        (title, "2022-07-12", key(url), text),
        ("Consent, tailored to the patient", "2022-12-20", None, "A teaser that is cut …"),
    ):
        _put(
            store,
            "news",
            {
                "id": key(day, item),
                "page_id": page,
                "title": item,
                "published_on": day,
                "lead": lead if page else "",
                "text": body,
                "authors": "",
                "language": "en",
                "content_sha256": text_sha256(body),
                "capture_id": capture_id(url, 3),
            },
        )
        _put(
            store,
            "news_sources",
            {
                "id": key(day, item, "teaser"),
                "news_id": key(day, item),
                "page_id": page_id(),
                "form": "teaser",
                "title": item,
                "printed_date": day,
                "text": body[:20],
                "href": url,
                "capture_id": capture_id(ACUPUNCTURE, 3),
            },
        )


def _references(store: Store) -> None:
    for doi, (registration, landing, notice, agency, title, container, year) in DOIS.items():
        _put(
            store,
            "dois",
            {
                "doi": doi,
                "registration": registration,
                "landing": landing,
                "agreement": "differs" if doi.endswith("9-3") else "agrees",
                "notice": notice,
                "reason": f"Registration: {registration}. Landing page: {landing}.",
                "agency": agency,
                "landing_url": f"https://publisher.example.com/{doi}?of=[1]" if agency else None,
                "title": title,
                "container": container,
                "authors": "Someone, A.; Other, B." if title else "",
                "year": year,
                "type": "journal-article" if title else "",
                "publisher": "A Publisher" if title else "",
                "csl_json": json.dumps(_registered(doi, title, container, year) if title else {}),
                "notices_json": json.dumps(
                    [["retraction", "10.1097/brs.0000000000001648", "2016-06-01", "publisher"]]
                    if notice == "retracted"
                    else []
                ),
                "superseded_by": RIGHT if doi == "10.1136/bmj.a3115" else None,
                "first_seen_at": CRAWLS[1],
                "checked_at": "2026-06-01T09:05:00.000Z",
            },
        )
    for url, references in REFERENCES.items():
        for position, (printed, doi, year, agreement) in enumerate(references, 1):
            _reference(store, url, position, printed, doi, year, agreement)


def _registered(doi: str, title: str, container: str, year: int | None) -> dict[str, object]:
    return {
        "id": doi,
        "type": "article-journal",
        "DOI": doi,
        "title": title,
        "container-title": container,
        "author": [{"family": "Someone", "given": "A."}, {"family": "Other", "given": "B."}],
        "issued": {"date-parts": [[year]]},
    }


def _reference(
    store: Store,
    url: str,
    position: int,
    printed: str,
    doi: str | None,
    year: int,
    agreement: str,
) -> None:
    row = {
        "id": reference_id(url, position),
        "page_id": key(url),
        "position": position,
        "marker": str(position),
        "heading": "References" if url != ACUPUNCTURE else "",
        "printed": printed,
        "authors": printed.split(".")[0],
        "year": year,
        "title": "Acupuncture treatment for pain" if "Madsen" in printed else None,
        "fields_json": json.dumps([{"name": "year", "value": str(year), "confidence": 0.9}]),
        "doi": doi,
        "found_doi": None if doi else "10.1136/bmj.a3115",
        "found_rule": "" if doi else "pattern_bmj",
        "found_score": None if doi else 0.98,
        "found_is_safe": int(not doi),
        "found_csl_json": json.dumps({} if doi else _registered("10.1136/bmj.a3115", *MADSEN)),
        "work_key": "madsen-2009" if "Madsen" in printed else key(printed),
        "agreement": agreement,
        "agreeing": "year, author" if agreement == "agrees" else "",
        "differing": "title: printed / registered; year: 2010 / 2014"
        if agreement == "differs"
        else "",
        "capture_id": capture_id(url, 3),
    }
    _put(store, "bibliography", row)
    if doi:
        _put(
            store,
            "mentions",
            {
                "id": key(url, "mention", str(position)),
                "page_id": key(url),
                "position": position,
                "bibliography_id": row["id"],
                "scheme": "doi",
                "printed": printed.split(" ")[-1],
                "value": doi,
                "rule": "trailing_punctuation",
                "because": f"The likeliest of its 2 readings is {doi}.",
                "candidates_json": json.dumps(
                    [[doi, "trailing_punctuation"], [f"{doi}.", "kept_punctuation"]]
                ),
                "place": "text",
                "context": printed[-120:],
                "capture_id": capture_id(url, 3),
            },
        )


def _identifiers(store: Store) -> None:
    for scheme, value, existence in (("pmid", "18388263", "known"), ("isbn", "12345", "invalid")):
        row = {
            "id": f"{scheme}:{value}",
            "scheme": scheme,
            "value": value,
            "existence": existence,
            "reason": f"PubMed says so: {existence}.",
            "doi": "10.5555/another.work" if scheme == "pmid" else None,
            "first_seen_at": CRAWLS[1],
        }
        _put(store, "identifiers", row)
    cited = store.db.execute("SELECT id, page_id, capture_id FROM bibliography LIMIT 1").fetchone()
    row = {
        "id": key(cited[0], "pmid"),
        "page_id": cited[1],
        "bibliography_id": cited[0],
        "position": 99,
        "scheme": "pmid",
        "printed": "18388263",
        "value": "18388263",
        "rule": "label",
        "place": "text",
        "capture_id": cited[2],
    }
    _put(store, "mentions", row)
    for url, sentence in (
        (ACUPUNCTURE, "Acupuncture is better than no treatment [1]."),
        (f"https://{HOST}/en/fusion-surgery.htm", "Most materials do equally well [1]."),
    ):
        row = {
            "id": key(url, "pointer"),
            "page_id": key(url),
            "bibliography_id": reference_id(url, 1),
            "position": 1,
            "printed": "[1]",
            "heading": "What the studies say",
            "context": sentence,
            "capture_id": capture_id(url, 3),
        }
        _put(store, "pointers", row)


def _links(store: Store) -> None:
    for position, (url, (scope, verdict, status, final, reason)) in enumerate(LINKS.items(), 1):
        _put(
            store,
            "links",
            {
                "id": key(url),
                "url": url,
                "host": url.split("/")[2],
                "scope": scope,
                "page_id": key(url) if scope == "internal" else None,
                "verdict": verdict,
                "reason": reason,
                "status": status,
                "final_url": final,
                "first_seen_at": CRAWLS[1],
                "checked_at": CRAWLS[3],
                "strikes": 3 if verdict == "gone" else 0,
            },
        )
        _put(
            store,
            "link_mentions",
            {
                "id": key(ACUPUNCTURE, "link", str(position)),
                "page_id": page_id(),
                "link_id": key(url),
                "position": position,
                "printed": url,
                "element": "a",
                "attribute": "href",
                "anchor_text": "a leaflet for patients",
                "context": "Read more in a leaflet for patients.",
                "heading": "What the studies say",
                "capture_id": capture_id(ACUPUNCTURE, 3),
            },
        )


def _entrance(store: Store) -> None:
    """The entrance page leads to two articles, which makes a topic of it."""
    for position, url in enumerate((ACUPUNCTURE, _FUSION), 1):
        common = {"id": key(url), "url": url, "host": HOST, "scope": "internal", "verdict": "ok"}
        _put(store, "links", common | {"page_id": key(url), "first_seen_at": CRAWLS[1]})
        _put(
            store,
            "link_mentions",
            {
                "id": key(ENTRANCE, "link", str(position)),
                "page_id": key(ENTRANCE),
                "link_id": key(url),
                "position": position,
                "printed": url,
                "element": "a",
                "attribute": "href",
                "capture_id": capture_id(ENTRANCE, 3),
            },
        )


def _renderings(store: Store) -> None:
    """The article as a browser drew it, with one part; the picture is cut."""
    for number, (kind, mime) in enumerate({"view": "image/png", "dom": "text/html"}.items()):
        _put(
            store,
            "renderings",
            {
                "id": capture_id(f"{kind} of {ACUPUNCTURE}", 3),
                "run_id": 3,
                "kind": kind,
                "capture_id": capture_id(ACUPUNCTURE, 3),
                "url": ACUPUNCTURE,
                "rendered_at": "2026-06-01T08:30:00.000Z",
                "browser": "Chromium 156.0",
                "is_scripted": 0,
                "width": 1280,
                "height": 10000,
                "page_height": 12345,
                "parts_json": f'["{capture_id(ENTRANCE, 3)}"]',
                "refused": 2,
                "refused_json": '["https://cdn.example.net/film.mp4"]',
                "mime": mime,
                "payload_sha256": text_sha256(kind),
                "bytes": 4321,
                "warc_file": "sample-renderings-20260601083000-00000.warc.gz",
                "warc_offset_bytes": 1000 * number,
                "warc_length_bytes": 654,
            },
        )


def _exchange(store: Store, number: int, status: int) -> str:
    name = capture_id(f"answer {number}", 4)
    _put(
        store,
        "exchanges",
        {
            "id": name,
            "run_id": 2 if number == 1 else 4,
            "url": f"https://api.example.org/{number}?mailto={CONTACT}&select=DOI",
            "fetched_at": f"2026-06-01T09:{number:02}:00.000Z",
            "status": status,
            "mime": "application/json",
            "payload_sha256": text_sha256(f"answer {number}"),
            "bytes": 321,
            "warc_file": "sample-evidence-20260601090000-00000.warc.gz",
            "warc_offset_bytes": 1000 * number,
            "warc_length_bytes": 654,
            "fidelity": "wire",
        },
    )
    return name


def _checks(store: Store) -> None:
    asked = [
        (TRUNCATED, "registration", "doi.org", 404, None),
        (TRUNCATED, "registration", "doi.org", 404, None),
        (RETRACTED, "registration", "doi.org", 200, None),
        (RETRACTED, "metadata", "crossref", 200, None),
        (RETRACTED, "landing", "landing", 403, None),
        ("https://www.example.org/patients/leaflet", "link", "web", 404, None),
        ("https://publisher.example.com/paper", "link", "web", None, "timeout"),
        ("10.1155/2015/32818", "registration", "doi.org", 404, None),  # a candidate, never printed
    ]
    for number, (subject, question, authority, status, error) in enumerate(asked, 1):
        exchange = _exchange(store, number, status) if status else None
        _put(
            store,
            "checks",
            {
                "id": number,
                "exchange_id": exchange,
                "run_id": 2 if number == 1 else 4,
                "question": question,
                "subject": subject,
                "authority": authority,
                "asked_at": f"2026-06-01T09:{number:02}:00.000Z",
                "url": f"https://api.example.org/{number}?mailto={CONTACT}&select=DOI",
                "status": status,
                "error": error,
                "elapsed_ms": 120 + number,
                "facts_json": json.dumps({"code": 100 if status == 404 else 1}),
            },
        )


_GONE, _MOVED = list(LINKS)[:2]
_FUSION = f"https://{HOST}/en/fusion-surgery.htm"
# Kind, severity, state, page, subject, what it says and should say, why, position of the reference.
_FINDINGS = [
    (
        "doi_not_registered",
        "error",
        "open",
        ACUPUNCTURE,
        TRUNCATED,
        f"doi: {TRUNCATED}",
        f"doi: {RIGHT}",
        "doi.org does not know this name. The reference itself gives the article number "
        "328196, and the DOI with that number is registered and names this work.",
        1,
    ),
    (
        "link_gone",
        "error",
        "new",
        ACUPUNCTURE,
        _GONE,
        _GONE,
        "",
        "The server answered 404 on three separate days.",
        None,
    ),
    (
        "link_moved",
        "warning",
        "open",
        ACUPUNCTURE,
        _MOVED,
        _MOVED,
        "https://www.example.org/en/exercises/",
        "A permanent redirect leads to the new address.",
        None,
    ),
    (
        "work_retracted",
        "error",
        "new",
        _FUSION,
        RETRACTED,
        "doi:10.1097/BRS.0000000000000106",
        "",
        "Crossref lists a retraction of this work.",
        1,
    ),
    (
        "wrong_work",
        "error",
        "open",
        _FUSION,
        "10.1186/1748-7161-9-3",
        "https://doi.org/10.1186/1748-7161-9-3",
        "https://doi.org/10.1007/s00586-010-1374-1",
        "Title, authors and volume of the registered work differ from the reference.",
        2,
    ),
    (
        "doi_missing",
        "notice",
        "open",
        _FUSION,
        "10.1136/bmj.a3115",
        "Madsen MV. Acupuncture treatment for pain.",
        "https://doi.org/10.1136/bmj.a3115",
        "The work has a DOI and the reference does not print it.",
        2,
    ),
    (
        "link_gone",
        "error",
        "recovered",
        _FUSION,
        "https://www.example.net/back",
        "https://www.example.net/back",
        "",
        "Reached again.",
        None,
    ),
]


def _findings(store: Store) -> None:
    for kind, severity, state, url, subject, says, should, why, position in _FINDINGS:
        identity = key(kind, url, subject)
        _put(
            store,
            "findings",
            {
                "id": identity,
                "kind": kind,
                "severity": severity,
                "state": state,
                "page_id": key(url),
                "bibliography_id": reference_id(url, position) if position else None,
                "subject": subject,
                "heading": "References" if position else "What the studies say",
                "context": f"The sentence that prints {says} stands here.",
                "says": says,
                "should_say": should,
                "why": why,
                "checks_json": "[1, 2]" if kind == "doi_not_registered" else "[6]",
                "first_seen_at": CRAWLS[3] if state == "new" else CRAWLS[1],
                "last_seen_at": CRAWLS[3],
                "closed_at": "2026-06-01T09:30:00.000Z" if state == "recovered" else None,
                "closed_run_id": 4 if state == "recovered" else None,
                "first_run_id": 4 if state == "new" else 2,
                "last_run_id": 4,
            },
        )
        if should:
            _put(
                store,
                "suggestions",
                {
                    "id": key(identity, should),
                    "finding_id": identity,
                    "rank": 1,
                    "before": says,
                    "after": should.removeprefix("doi: "),
                    "rule": "complete-from-article-number",
                    "agreeing": "title, year, article_number",
                    "score": 0.5 if kind == "wrong_work" else 0.97,
                    "is_safe": int(kind != "wrong_work"),
                }
                | (_corrected() if kind == "doi_not_registered" else {}),
            )


def _corrected() -> dict[str, str]:
    """The reference with the truncated name, put right, and what that changes."""
    before, _, after = REFERENCES[ACUPUNCTURE][0][0].partition(TRUNCATED)
    return {
        "corrected": before + RIGHT + after,
        "styled": f"Liu L, Skinner M. Acupuncture for Low Back Pain. 2015;2015:328196. doi:{RIGHT}",
        "diff_json": json.dumps([("=", before), ("-", TRUNCATED), ("+", RIGHT)]),
    }


def _rest(store: Store) -> None:
    for alias, reason in (
        (f"http://{HOST}/en/acupuncture.htm", "scheme"),
        ("http://x.test", "host"),
    ):
        _put(
            store,
            "page_aliases",
            {
                "url": alias,
                "page_id": page_id(),
                "reason": reason,
                "first_seen_at": CRAWLS[1],
            },
        )
    first, second = sorted([page_id(), page_id(f"https://{HOST}/low-back-pain-treatment.htm")])
    _put(
        store,
        "page_relations",
        {
            "page_id": first,
            "other_page_id": second,
            "relation": "near_duplicate",
            "score": 0.83,
        },
    )
    _put(
        store,
        "page_dates",
        {
            "page_id": page_id(),
            "kind": "updated",
            "printed": "21.08.2019",
            "date": "2019-08-21",
        },
    )
    _put(
        store,
        "issues",
        {
            "run_id": 3,
            "stage": "read",
            "code": "charset_conflict",
            "message": f"The header says one charset, the bytes another; ask {CONTACT}.",
            "url": ACUPUNCTURE,
            "capture_id": capture_id(ACUPUNCTURE, 3),
        },
    )
    _put(
        store,
        "frontier",
        {
            "url": ACUPUNCTURE,
            "request_url": ACUPUNCTURE,
            "host": HOST,
            "state": "fetched",
            "discovered_run_id": 1,
            "run_id": 3,
        },
    )
