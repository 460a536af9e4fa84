"""Saved queries that count, each with a plot: by run, day, host, publisher, topic.

Their tables are filled at publish time (``archive/publishing/derived.py`` and ``overviews.py``).
"""

from __future__ import annotations

from archive.site.query import Plot, Query

_FARE = {"reached": "good", "blocked": "unknown", "gone": "bad", "undecided": "info"}

_LINKS_FARE = {
    "works": "good",
    "moved": "warn",
    "broken": "bad",
    "misspelt": "warn",
    "blocked": "unknown",
    "undecided": "info",
}

OVERVIEWS: dict[str, Query] = {
    "health_over_time": Query(
        title="Health over time",
        sentence="How much was broken and how much ageing at the end of each verification, as it "
        "was reported then, with what was found and what was resolved in it. What is accepted is "
        "left out; verifications before 28 November 2026 counted it.",
        group="history",
        table="run_health",
        plot=Plot(
            label="finished_at",
            series={"broken": "bad", "ageing": "warn"},
            is_line=True,
            unit="findings",
        ),
        sql="""
SELECT run_id, finished_at, errors AS broken, warnings AS ageing, found, repaired AS resolved
FROM run_health WHERE command IN ('verify', 'rejudge') ORDER BY run_id DESC LIMIT 104""",
    ),
    "change_calendar": Query(
        title="Calendar of changes",
        sentence="Day by day: pages that came, went or were reworded, and findings that came or "
        "were resolved (what is good to know is left out). Days on which nothing was seen to "
        "change are left out.",
        group="history",
        table="change_days",
        plot=Plot(
            label="day",
            series={
                "new_pages": "info",
                "gone_pages": "unknown",
                "changed_texts": "warn",
                "found": "bad",
                "resolved": "good",
            },
            is_calendar=True,
            unit="changes",
        ),
        sql="""
SELECT day, new_pages, gone_pages, changed_texts, found, repaired AS resolved
FROM change_days ORDER BY day DESC LIMIT 366""",
    ),
    "coverage_over_time": Query(
        title="How much of the site each crawl saw",
        sentence="Addresses discovered by each crawl = fetched + skipped + failed. What was left "
        "waiting or failed makes a crawl incomplete.",
        group="evidence",
        plot=Plot(
            label="started_at",
            series={"fetched": "good", "skipped": "info", "failed": "bad", "waiting": "unknown"},
            unit="addresses",
        ),
        sql="""
SELECT runs.id AS run_id, runs.started_at, sum(urls) AS discovered,
  sum(CASE state WHEN 'fetched' THEN urls ELSE 0 END) AS fetched,
  sum(CASE state WHEN 'skipped' THEN urls ELSE 0 END) AS skipped,
  sum(CASE state WHEN 'failed' THEN urls ELSE 0 END) AS failed,
  sum(CASE WHEN state IN ('due', 'leased') THEN urls ELSE 0 END) AS waiting
FROM coverage JOIN runs ON runs.id = coverage.run_id
GROUP BY runs.id ORDER BY runs.id DESC LIMIT 104""",
    ),
    "evidence_by_year": Query(
        title="How old is the evidence?",
        sentence="Articles by the year of their newest reference, as the plot has them, and all "
        "references by the year of the work, beside them in the table.",
        group="sources",
        table="evidence_years",
        plot=Plot(
            label="year",
            series={"articles": "info"},
            unit="articles",
        ),
        sql="""
SELECT year, newest_of_articles AS articles, reference_count AS "references"
FROM evidence_years ORDER BY year DESC""",
    ),
    "evidence_by_topic": Query(
        title="How old is the evidence of each topic?",
        sentence="A topic is an entrance page of the site with the articles that its text leads "
        "to. Half of their references are as old as the median, or older.",
        group="sources",
        table="topic_health",
        plot=Plot(label="topic", series={"median_age_years": "info"}, is_lying=True, unit="years"),
        sql="""
SELECT topic, median_age_years, median_year, articles, sound_articles, reference_count, page_id
FROM topic_health ORDER BY articles DESC, topic LIMIT 200""",
    ),
    "kinds_of_works": Query(
        title="What kinds of works are cited",
        sentence="Articles, preprints, books, data and the like, as their agencies call them; "
        "an article is a journal-article, whichever agency. The kind of a DOI without a record "
        "is not known.",
        group="sources",
        plot=Plot(label="type", series={"works": "info"}, is_lying=True, unit="works"),
        sql="""
SELECT CASE dois.type WHEN '' THEN 'not known' WHEN 'article-journal' THEN 'journal-article'
  ELSE dois.type END AS type, count(*) AS works
FROM dois GROUP BY 1 ORDER BY works DESC, 1 LIMIT 200""",
    ),
    "journals": Query(
        title="Where the evidence is published",
        sentence="Journals and books by the number of cited DOIs, with how many of them have a "
        "retraction or correction.",
        group="sources",
        table="journal_health",
        plot=Plot(label="container", series={"works": "info"}, is_lying=True, unit="works"),
        sql="""
SELECT container, publisher, works, oldest, newest, retracted, changed
FROM journal_health ORDER BY works DESC, container LIMIT 200""",
    ),
    "verdicts_by_agency": Query(
        title="DOIs by agency and verdict",
        sentence="The answers counted for each registration agency.",
        group="sources",
        table="agency_health",
        plot=Plot(
            label="agency",
            series={**_FARE, "not_registered": "bad"},
            is_lying=True,
            unit="DOIs",
        ),
        sql="""
SELECT agency, dois, registered, not_registered, reached, blocked, gone,
  max(dois - not_registered - reached - blocked - gone, 0) AS undecided, retracted
FROM agency_health ORDER BY dois DESC""",
    ),
    "verdicts_by_publisher": Query(
        title="DOIs by publisher and verdict",
        sentence="Whose landing pages work, turn programs away or are gone, by registered "
        "publisher. Blocked is not broken: a reader may well get in.",
        group="sources",
        table="publisher_health",
        plot=Plot(label="publisher", series=_FARE, is_lying=True, unit="DOIs"),
        sql="""
SELECT publisher, dois, reached, blocked, gone, undecided, retracted
FROM publisher_health ORDER BY dois DESC, publisher LIMIT 200""",
    ),
    "link_rot_by_host": Query(
        title="Link rot by host",
        sentence="Which of the linked sites lose the most pages. Misspelt is a fault of the pages "
        "here: an address that cannot exist, or a DOI name that does not.",
        group="sources",
        table="host_health",
        plot=Plot(
            label="host",
            series=_LINKS_FARE,
            is_lying=True,
            unit="links",
        ),
        sql="""
SELECT host, links, works, moved, broken, misspelt, blocked, undecided,
  round(100.0 * broken / links, 1) AS broken_percent
FROM host_health ORDER BY broken DESC, links DESC, host LIMIT 200""",
    ),
    "link_rot_by_ending": Query(
        title="Link rot by country and ending",
        sentence="Linked hosts, grouped by the end of their names: de, fr, org. Most endings of "
        "two letters are those of a country.",
        group="sources",
        plot=Plot(label="ending", series=_LINKS_FARE, is_lying=True, unit="links"),
        sql="""
SELECT CASE WHEN name LIKE '[%' OR rtrim(name, '0123456789.') = '' THEN 'an address in numbers'
    ELSE replace(name, rtrim(name, replace(name, '.', '')), '') END AS ending,
  count(*) AS hosts, sum(links) AS links, sum(works) AS works, sum(moved) AS moved,
  sum(broken) AS broken, sum(misspelt) AS misspelt, sum(blocked) AS blocked,
  sum(undecided) AS undecided,
  round(100.0 * sum(broken) / sum(links), 1) AS broken_percent
FROM (SELECT rtrim(lower(CASE WHEN host LIKE '[%' THEN host
    ELSE substr(host, 1, instr(host || ':', ':') - 1) END), '.') AS name, * FROM host_health)
GROUP BY 1 ORDER BY broken DESC, links DESC, ending LIMIT 200""",
    ),
    "without_doi_by_year": Query(
        title="References without a DOI, year by year",
        sentence="How many of the references of each year print no DOI.",
        group="sources",
        plot=Plot(
            label="year", series={"with_doi": "good", "without_doi": "unknown"}, unit="references"
        ),
        sql="""
SELECT evidence_years.year, reference_count, reference_count - coalesce(lacking, 0) AS with_doi,
  coalesce(lacking, 0) AS without_doi,
  round(100.0 * coalesce(lacking, 0) / reference_count, 1) AS without_doi_percent
FROM evidence_years LEFT JOIN (SELECT year, count(*) AS lacking
  FROM bibliography INDEXED BY bibliography_without_doi WHERE doi IS NULL GROUP BY year) AS n
  ON n.year = evidence_years.year
WHERE reference_count > 0 ORDER BY evidence_years.year DESC""",
    ),
    "slow_authorities": Query(
        title="How fast authorities answer",
        sentence="Checks by authority: how many, how many without an answer, and how long the "
        "answers took. What our own crawl had asked already took no time of its own.",
        group="evidence",
        table="authority_health",
        plot=Plot(
            label="authority", series={"average_ms": "info"}, is_lying=True, unit="milliseconds"
        ),
        sql="""
SELECT authority, checks, without_answer, average_ms, longest_ms, bytes
FROM authority_health ORDER BY checks DESC""",
    ),
}
