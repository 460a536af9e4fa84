"""The saved queries: questions people ask of the archive, each with an explanation.

A parameter that is left empty has the default its SQL gives it (``coalesce(nullif(:x, ''), …)``),
and ``parameters`` says it in words. Every query runs in the tests. Where SQLite would guess wrong
(few of many rows have a verdict, and its statistics know only averages), ``INDEXED BY`` and ``CROSS
JOIN`` say where to begin. A page shows 1,000 rows: the 1,001st makes it say that there are more,
and SQLite need not put more of them into order. Those that count stand in ``overviews.py``.
"""

from __future__ import annotations

from archive.site.overviews import OVERVIEWS
from archive.site.query import Query

QUERIES: dict[str, Query] = {
    "repair_list": Query(
        title="What to repair, page by page",
        sentence="Everything confirmed wrong, with what to write instead. Made for a "
        "spreadsheet: download it as CSV and tick lines off. At most 1,000 lines; the table "
        "broken_references has them all.",
        group="repair",
        table="broken_references",
        sql="""
SELECT page_title, severity, kind, says, should_say, why, heading, page_url, corrected,
  first_seen_at, page_id, finding_id
FROM broken_references ORDER BY position LIMIT 1001""",
    ),
    "each_fault_once": Query(
        title="Each fault once, most frequent first",
        sentence="A fault in the same words on many pages is usually in the site's frame (header, "
        "footer, menu) and can be repaired in one place.",
        group="repair",
        table="finding_groups",
        sql="""
SELECT severity, kind, says, should_say, pages, places, first_seen_at, finding_id
FROM finding_groups ORDER BY pages DESC, kind, says LIMIT 1001""",
    ),
    "retracted_works": Query(
        title="Retracted works cited",
        sentence="References to works that have been retracted, withdrawn or questioned since. "
        "Look at each sentence that relies on them.",
        group="repair",
        sql="""
SELECT pages.title AS page_title, dois.notice, bibliography.printed, dois.doi,
  (SELECT group_concat(coalesce(n.value ->> 0, 'notice')
    || coalesce(', ' || nullif((n.value ->> 2), ''), '')
    || coalesce(', ' || nullif((n.value ->> 1), ''), ''), '; ')
    FROM json_each(dois.notices_json) n) AS notice_published,
  bibliography.id AS bibliography_id, pages.id AS page_id, pages.url AS page_url
FROM dois INDEXED BY dois_notice CROSS JOIN bibliography ON bibliography.doi = dois.doi
CROSS JOIN pages ON pages.id = bibliography.page_id
WHERE dois.notice IN ('retracted', 'withdrawn', 'concern')
ORDER BY dois.notice, pages.url, bibliography.position""",
    ),
    "notices_since": Query(
        title="Retracted, corrected or replaced since a day",
        sentence="Notices of the cited works by their own date, newest first: retractions, "
        "corrections, expressions of concern, newer versions. Those without a date come last, "
        "and only if no day is given.",
        group="repair",
        table="notices",
        parameters=(("since", "a day, e.g. 2020-01-31", "all"),),
        forms=(("since", "day"),),
        sql="""
SELECT kind, published_on, source, notice_doi, doi, title, notice, page_count
FROM notices WHERE coalesce(:since, '') = '' OR published_on >= :since ORDER BY id LIMIT 1001""",
    ),
    "sentences_to_reconsider": Query(
        title="Sentences that rely on retracted or replaced works",
        sentence="What the pages say where they point, by a number or a name in the text, to a "
        "work that has been retracted, withdrawn, questioned, corrected or replaced by a newer "
        "version since. A page that only lists the work has no such sentence: those are among the "
        "retracted works cited.",
        none="No sentence of these pages points to such a work. Where one is cited, it is only "
        "listed: see the retracted works cited.",
        group="repair",
        sql="""
SELECT pages.title AS page_title, pointers.context AS sentence, pointers.heading, dois.notice,
  dois.superseded_by, bibliography.printed, dois.doi, bibliography.id AS bibliography_id,
  pages.id AS page_id, pages.url AS page_url
FROM json_each('["retracted", "withdrawn", "concern", "superseded", "corrected"]') AS grave
CROSS JOIN dois INDEXED BY dois_notice ON dois.notice = grave.value
CROSS JOIN bibliography ON bibliography.doi = dois.doi
CROSS JOIN pointers ON pointers.bibliography_id = bibliography.id
CROSS JOIN pages ON pages.id = pointers.page_id
LIMIT 1001 -- in the order of the joins: the gravest first, then work by work""",
    ),
    "dois_to_add": Query(
        title="DOI names that could be added",
        sentence="References that print no DOI (or a wrong one, or one whose record says too "
        "little), with the one found for them, how, and how well reference and record agree. "
        "Compare what is not marked safe before you use it.",
        group="repair",
        sql="""
SELECT bibliography.found_doi AS doi, bibliography.found_is_safe AS is_safe,
  bibliography.found_score AS score, bibliography.found_rule AS rule, bibliography.printed,
  dois.title AS registered_title, bibliography.doi AS printed_doi, pages.title AS page_title,
  bibliography.id AS bibliography_id, pages.id AS page_id, pages.url AS page_url
FROM bibliography INDEXED BY bibliography_found CROSS JOIN pages ON pages.id = bibliography.page_id
LEFT JOIN dois ON dois.doi = bibliography.found_doi
WHERE bibliography.found_doi IS NOT NULL
ORDER BY bibliography.found_is_safe DESC, bibliography.found_score DESC, bibliography.page_id
LIMIT 1001""",
    ),
    "references_never_matched": Query(
        title="References never matched to a work",
        sentence="References whose work could not be identified: they print no DOI that is "
        "registered, and none was found for them. Books, reports and web pages are among them, "
        "and entries with a mistake in them.",
        group="repair",
        sql="""
SELECT bibliography.printed, bibliography.year, bibliography.doi AS printed_doi,
  dois.registration, pages.title AS page_title, bibliography.id AS bibliography_id,
  pages.id AS page_id, pages.url AS page_url
FROM bibliography JOIN pages ON pages.id = bibliography.page_id
LEFT JOIN dois ON dois.doi = bibliography.doi
WHERE bibliography.found_doi IS NULL
  AND coalesce(dois.registration, 'not_registered') NOT IN ('registered', 'alias')
ORDER BY pages.url, bibliography.position""",
    ),
    "dois_that_do_not_exist": Query(
        title="DOIs that do not exist",
        sentence="Each DOI that doi.org does not know, at every place that prints it, with the "
        "best proposal we have and the fields that support it. The column kind says how the "
        "place is reported: as two different DOIs, where a link leads to another than its text "
        "shows. "
        "What could not be decided is not among them.",
        group="repair",
        sql="""
SELECT wrong.doi, broken.kind, broken.says, suggestions.after AS proposed, suggestions.agreeing,
  suggestions.rule, broken.corrected, broken.page_title, broken.page_url, broken.first_seen_at,
  broken.page_id, broken.finding_id
FROM (SELECT * FROM (
  SELECT dois.doi, found.position FROM broken_references AS found
    CROSS JOIN dois ON dois.doi = found.subject
    WHERE dois.registration IN ('not_registered', 'not_a_doi')
    ORDER BY found.position LIMIT 1001)
  UNION ALL
  SELECT dois.doi, NULL FROM dois INDEXED BY dois_registration
    WHERE dois.registration IN ('not_registered', 'not_a_doi') AND NOT EXISTS (
      SELECT 1 FROM findings JOIN broken_references AS found ON found.finding_id = findings.id
      WHERE findings.subject = dois.doi)
  LIMIT 1001) AS wrong
LEFT JOIN broken_references AS broken ON broken.position = wrong.position
LEFT JOIN suggestions ON suggestions.finding_id = broken.finding_id AND suggestions.rank = 1""",
    ),
    "wrong_works": Query(
        title="References whose DOI names another work",
        sentence="Printed reference and registered record contradict each other. The columns "
        "say where they agree and where they differ.",
        group="repair",
        sql="""
SELECT bibliography.printed, bibliography.doi, dois.title AS registered_title,
  bibliography.agreeing, bibliography.differing, pages.title AS page_title,
  pages.url AS page_url, bibliography.id AS bibliography_id, pages.id AS page_id
FROM bibliography INDEXED BY bibliography_differs
CROSS JOIN pages ON pages.id = bibliography.page_id
CROSS JOIN dois ON dois.doi = bibliography.doi
WHERE bibliography.agreement = 'differs'
ORDER BY bibliography.page_id, bibliography.position LIMIT 1001""",
    ),
    "identifiers_that_disagree": Query(
        title="Identifiers that disagree",
        sentence="References with a PubMed number, handle or the like that leads to another DOI "
        "than the one beside it, or that does not exist. A preprint and its article may rightly "
        "differ; the findings say which of the two is wrong.",
        group="repair",
        table="identifier_conflicts",
        sql="""
SELECT page_title, reference, identifier_id, existence, reason, doi AS doi_of_the_identifier,
  printed_doi, page_url, bibliography_id, page_id
FROM identifier_conflicts ORDER BY position LIMIT 1001""",
    ),
    "references_without_doi": Query(
        title="References without a DOI",
        sentence="Printed references that carry no DOI, newest first: those are the likeliest "
        "to have one.",
        group="repair",
        parameters=(("since", "from this year on", "1900"),),
        forms=(("since", "number"),),
        example="since=2000",
        sql="""
SELECT bibliography.year, bibliography.printed, pages.title AS page_title,
  pages.url AS page_url, bibliography.id AS bibliography_id, pages.id AS page_id
FROM bibliography INDEXED BY bibliography_without_doi
CROSS JOIN pages ON pages.id = bibliography.page_id
WHERE bibliography.doi IS NULL
  AND coalesce(bibliography.year, 1900) >= CAST(coalesce(nullif(:since, ''), '1900') AS INTEGER)
ORDER BY bibliography.year DESC, bibliography.page_id, bibliography.position LIMIT 1001""",
    ),
    "moved_links": Query(
        title="Links that have moved for good",
        sentence="Links to other sites and within this one. They still work through a redirect. "
        "Writing the new address now saves a dead link later.",
        group="repair",
        sql="""
SELECT url, final_url, scope, page_count AS pages, (SELECT pages.url FROM link_mentions
    JOIN pages ON pages.id = link_mentions.page_id
    WHERE link_mentions.link_id = link_status.link_id
    ORDER BY link_mentions.rowid LIMIT 1) AS on_page, checked_at
FROM link_status WHERE verdict = 'moved' AND page_count > 0
ORDER BY page_count DESC, url LIMIT 1001""",
    ),
    "blocked_for_robots": Query(
        title="What could not be checked by a program",
        sentence="Not broken: a person can look. Since: when a link was last well, or first met.",
        group="repair",
        sql="""
SELECT * FROM (SELECT 'DOI' AS what, doi AS subject, publisher AS whose, '' AS since, reason,
  page_count FROM doi_status WHERE landing = 'blocked' ORDER BY page_count DESC, doi LIMIT 1001)
UNION ALL SELECT * FROM (SELECT 'link', url, host,
  (SELECT substr(coalesce(last_ok_at, first_seen_at), 1, 10) FROM links WHERE id = link_id), reason,
  page_count FROM link_status WHERE checked_at > '' AND verdict IN ('blocked', 'unknown')
  ORDER BY page_count DESC, url LIMIT 1001)
ORDER BY page_count DESC, subject LIMIT 1001""",
    ),
    "age_of_evidence": Query(
        title="How old is the evidence of each article?",
        sentence="Articles by their newest reference, oldest first. An article whose newest "
        "source is many years old may no longer say what is known.",
        group="sources",
        parameters=(("language", "two letters, e.g. en", "all"),),
        sql="""
SELECT articles.page_id, articles.title, articles.language, articles.updated_on,
  page_health.newest_reference_year, page_health.oldest_reference_year,
  page_health.reference_count
FROM page_health CROSS JOIN articles ON articles.page_id = page_health.page_id
WHERE page_health.newest_reference_year IS NOT NULL
  AND (:language = '' OR articles.language = :language)
ORDER BY page_health.newest_reference_year, page_health.title LIMIT 1001""",
    ),
    "articles_without_references": Query(
        title="Articles that cite nothing",
        sentence="Longer articles without a single reference.",
        group="sources",
        parameters=(("words", "at least this many words", "150"),),
        forms=(("words", "number"),),
        sql="""
SELECT articles.page_id, articles.title, articles.language, articles.words,
  articles.updated_on, pages.url
FROM articles INDEXED BY articles_without_references
CROSS JOIN pages ON pages.id = articles.page_id
WHERE articles.reference_count = 0
  AND articles.words >= CAST(coalesce(nullif(:words, ''), '150') AS INTEGER)
ORDER BY articles.words DESC, articles.page_id LIMIT 1001""",
    ),
    "most_cited_works": Query(
        title="Works cited most",
        sentence="The works that most pages rely on. If one of them is retracted, these pages "
        "are where it matters.",
        group="sources",
        table="cited_works",
        sql="""
SELECT cited_works.printed, cited_works.doi, cited_works.page_count, cited_works.citations,
  dois.notice, dois.registration, cited_works.bibliography_id
FROM cited_works LEFT JOIN dois ON dois.doi = cited_works.doi
ORDER BY cited_works.page_count DESC, cited_works.citations DESC, cited_works.printed
LIMIT 200""",
    ),
    "sentences_citing": Query(
        title="Sentences that cite a work",
        sentence="What the pages say where they point, by a number or a name in the text, to one "
        "of their references. A page that only lists a work has no such sentence.",
        none="No sentence points to this work. Where it is only listed, the search finds it.",
        group="sources",
        parameters=(("doi", "a DOI name, e.g. 10.1136/bmj.a3115", "all works"),),
        sql="""
SELECT pages.title AS page_title, pointers.context AS sentence, pointers.heading,
  bibliography.printed, bibliography.doi, bibliography_id, pages.id AS page_id,
  pages.url AS page_url
FROM (SELECT * FROM (SELECT pointers.id FROM bibliography CROSS JOIN pointers
      ON pointers.bibliography_id = bibliography.id
    WHERE bibliography.doi = lower(substr(:doi, instr(:doi, '10.'))) LIMIT 1001)
  UNION ALL SELECT * FROM (SELECT id FROM pointers WHERE coalesce(:doi, '') = '' LIMIT 1001)) AS met
CROSS JOIN pointers ON pointers.id = met.id
CROSS JOIN bibliography ON bibliography.id = pointers.bibliography_id
CROSS JOIN pages ON pages.id = pointers.page_id LIMIT 1001""",
    ),
    "printed_differently": Query(
        title="One work, printed differently",
        sentence="Works whose references differ from page to page, so that readers cannot see "
        "that they are the same.",
        group="sources",
        sql="""
SELECT prints AS ways, page_count, doi,
  (SELECT group_concat(printed, char(10)) FROM (SELECT DISTINCT printed FROM bibliography b
    WHERE b.work_key = w.work_key LIMIT 10)) AS printed_as, work_key
FROM cited_works w WHERE prints > 1 ORDER BY prints DESC, page_count DESC LIMIT 200""",
    ),
    "changed_since": Query(
        title="What changed since a day, or between two days",
        sentence="Pages that came, went or were reworded, and findings that came or were resolved "
        "(only those that ask for a repair, not what is good to know). Both days count: for what "
        "changed between two runs, give the day after the first and the day of the second.",
        group="history",
        table="changes",
        parameters=(
            ("since", "a day, e.g. 2026-01-31", "30 days before the end"),
            ("until", "a day, e.g. 2026-02-28", "to the end"),
        ),
        forms=(("since", "day"), ("until", "day")),
        sql="""
SELECT changes.at, changes.what, findings.kind, changes.detail,
  coalesce(nullif(changes.title, ''), pages.url) AS page_title, changes.page_id,
  changes.finding_id, pages.url AS page_url
FROM changes JOIN pages ON pages.id = changes.page_id
LEFT JOIN findings ON findings.id = changes.finding_id
WHERE changes.id >= (SELECT id FROM changes WHERE at >= coalesce(nullif(:since, ''), date(
      coalesce(nullif(:until, ''), (SELECT value FROM site_facts WHERE name = 'last_capture_at')),
      '-30 days')) ORDER BY at, id LIMIT 1) -- ids are in the order of time, and need no sorting
  AND changes.id <= (SELECT id FROM changes WHERE at < coalesce(:until, '') || '~' -- all that day
    ORDER BY at DESC, id DESC LIMIT 1)
ORDER BY changes.id DESC LIMIT 500""",
    ),
    "gone_pages": Query(
        title="Pages that are gone",
        sentence="Pages that the site once served and no longer does, the latest first, with how "
        "many of its pages still link to them. What they said is kept here.",
        none="No page of the site is gone: all that were ever captured are still served.",
        group="history",
        sql="""
SELECT title AS page_title, gone_since_at, last_seen_at, (SELECT count(DISTINCT m.page_id)
    FROM links CROSS JOIN link_mentions m ON m.link_id = links.id
    CROSS JOIN pages p ON p.id = m.page_id AND p.gone_since_at IS NULL
    WHERE links.page_id = pages.id) AS still_linked_from, url AS page_url, id AS page_id
FROM pages INDEXED BY pages_gone WHERE gone_since_at IS NOT NULL
ORDER BY gone_since_at DESC, id LIMIT 1001""",
    ),
    "history_of_an_address": Query(
        title="All captures of an address",
        sentence="Every time an address was fetched, what came back, and where it is in the "
        "WARC files. The beginning of the address is enough, from https:// on.",
        group="history",
        parameters=(("address", "an address or its beginning", "everything"),),
        sql="""
SELECT id AS capture_id, fetched_at, url, status, mime, bytes, payload_sha256, warc_file,
  warc_offset_bytes, warc_length_bytes
FROM captures WHERE url >= :address AND url < :address || char(1114111)
ORDER BY url, fetched_at DESC LIMIT 500""",
    ),
    "stale_articles": Query(
        title="Articles not updated for a long time",
        sentence="Articles by the update date they print, oldest first.",
        group="history",
        parameters=(("before", "last updated before this day, e.g. 2020-12-31", "today"),),
        forms=(("before", "day"),),
        sql="""
SELECT articles.page_id, articles.title, articles.language, articles.updated_on, pages.url
FROM articles JOIN pages ON pages.id = articles.page_id
WHERE articles.updated_on < coalesce(nullif(:before, ''), '9999')
ORDER BY articles.updated_on, articles.title LIMIT 1001""",
    ),
    "near_duplicates": Query(
        title="Pages that say nearly the same",
        sentence="Pairs of pages whose wording is largely the same. One of them may be forgotten "
        "when the other is corrected.",
        group="history",
        sql="""
SELECT round(page_relations.score, 2) AS share_equal, a.id AS page_id, a.title,
  a.url AS page_url,
  b.title AS other_title, b.url AS other_url
FROM page_relations JOIN pages a ON a.id = page_relations.page_id
JOIN pages b ON b.id = page_relations.other_page_id
WHERE page_relations.relation = 'near_duplicate'
ORDER BY page_relations.score DESC, a.url""",
    ),
    "evidence_for": Query(
        title="Everything asked about a DOI or an address",
        sentence="The evidence trail: each question, when it was put, to whom, and what was "
        "answered.",
        group="evidence",
        parameters=(("subject", "a DOI name or an address", "the latest 100 checks"),),
        sql="""
SELECT id AS check_id, asked_at, question, authority, subject, status, error, final_url,
  elapsed_ms
FROM checks WHERE id IN (SELECT id FROM checks WHERE subject = :subject UNION ALL
  SELECT id FROM (SELECT id FROM checks WHERE :subject = '' ORDER BY id DESC LIMIT 100))
ORDER BY id DESC LIMIT 100""",
    ),
    "coverage_of_crawls": Query(
        title="Did the crawl see everything?",
        sentence="For each crawl: addresses discovered = fetched + skipped + failed, with reasons.",
        group="evidence",
        sql="""
SELECT runs.id AS run_id, runs.started_at, coverage.state AS became, coverage.reason, coverage.urls,
  sum(coverage.urls) OVER (PARTITION BY runs.id) AS discovered
FROM coverage JOIN runs ON runs.id = coverage.run_id
ORDER BY runs.id DESC, coverage.state, coverage.urls DESC""",
    ),
    "not_understood": Query(
        title="What was not understood",
        sentence="Things the reader met and could not make sense of, counted. Each is a chance "
        "to improve the archive, or a fault of the site.",
        group="evidence",
        table="issue_counts",
        sql="""
SELECT code, stage, times, for_example, url FROM issue_counts ORDER BY times DESC, code""",
    ),
    **OVERVIEWS,
}
