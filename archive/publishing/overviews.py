"""Fills the tables behind the plots: by year, day, topic, publisher, host …

Counted once by ``archive.publishing.derived``, with its other tables.
"""

from __future__ import annotations

FILL: dict[str, str] = {
    "change_days": """
INSERT INTO change_days (day, new_pages, gone_pages, changed_texts, found, repaired)
SELECT date(at), sum(what = 'page_new'), sum(what = 'page_gone'), sum(what = 'text_changed'),
  sum(what = 'finding_new'), sum(what = 'finding_repaired')
FROM changes GROUP BY date(at)""",
    "evidence_years": """
INSERT INTO evidence_years (year, reference_count, newest_of_articles)
SELECT year, sum(is_reference), sum(NOT is_reference) FROM (
  SELECT year, 1 AS is_reference FROM bibliography
  UNION ALL SELECT h.newest_reference_year, 0 FROM articles a JOIN page_health h USING (page_id)
) WHERE year IS NOT NULL GROUP BY year""",
    "topic_health": """
INSERT INTO topic_health (topic, page_id, articles, sound_articles, reference_count, median_year,
  median_age_years)
WITH members AS (
  SELECT e.title AS topic, l.page_id, min(e.id) AS entrance
  FROM pages e JOIN link_mentions m ON m.page_id = e.id AND m.region = 'content'
  JOIN links l ON l.id = m.link_id JOIN articles a ON a.page_id = l.page_id
  WHERE e.kind = 'landing' AND e.title <> '' AND l.page_id <> e.id GROUP BY e.title, l.page_id
), ranked AS MATERIALIZED (
  SELECT o.topic, b.year, row_number() OVER (PARTITION BY o.topic ORDER BY b.year) AS rank,
    count(*) OVER (PARTITION BY o.topic) AS total
  FROM members o JOIN bibliography b ON b.page_id = o.page_id WHERE b.year IS NOT NULL
), medians AS (SELECT topic, year FROM ranked WHERE rank = (total + 1) / 2)
SELECT o.topic, min(o.entrance), count(*),
  CASE WHEN EXISTS (SELECT 1 FROM checks) THEN sum(h.errors = 0 AND h.warnings = 0) END,
  sum(h.reference_count), max(m.year),
  (SELECT CAST(substr(max(fetched_at), 1, 4) AS INTEGER) FROM captures) - max(m.year)
FROM members o JOIN page_health h ON h.page_id = o.page_id LEFT JOIN medians m ON m.topic = o.topic
GROUP BY o.topic HAVING count(*) > 1""",
    "publisher_health": """
INSERT INTO publisher_health (publisher, dois, reached, blocked, gone, undecided, retracted)
SELECT publisher, count(*), sum(landing IN ('reached', 'moved')), sum(landing = 'blocked'),
  sum(landing IN ('gone', 'hijacked')), sum(landing = 'unknown'),
  sum(notice IN ('retracted', 'withdrawn'))
FROM dois WHERE publisher <> '' GROUP BY publisher""",
    "host_health": """
INSERT INTO host_health (host, links, works, moved, broken, misspelt, blocked, undecided)
WITH misprints AS (
  SELECT m.link_id FROM findings f JOIN link_mentions m ON m.id = f.link_mention_id
  WHERE f.kind = 'link_invalid' AND f.state IN ('new', 'open', 'waived')
  UNION SELECT l.id FROM links l CROSS JOIN dois d
    ON d.doi = lower(substr(l.url, instr(l.url, l.host) + length(l.host) + 1))
  WHERE l.host IN ('doi.org', 'dx.doi.org', 'www.doi.org')
    AND d.registration IN ('not_registered', 'not_a_doi')
), links_of AS (
  SELECT host, CASE WHEN verdict = 'invalid' OR id IN (SELECT link_id FROM misprints)
    THEN 'invalid' ELSE verdict END AS verdict
  FROM links WHERE scope = 'external' AND host <> ''
)
SELECT host, count(*), sum(verdict IN ('ok', 'fragment_missing')), sum(verdict = 'moved'),
  sum(verdict IN ('gone', 'soft_404', 'parked', 'unreachable')), sum(verdict = 'invalid'),
  sum(verdict = 'blocked'), sum(verdict IN ('unknown', 'unsafe', 'excluded'))
FROM links_of GROUP BY host""",
    "notices": """
INSERT INTO notices (kind, published_on, source, notice_doi, doi, title, notice, page_count)
SELECT replace(lower(coalesce(n.value ->> 0, 'notice')), '_', ' '), nullif(n.value ->> 2, ''),
  coalesce(n.value ->> 3, ''), nullif(n.value ->> 1, ''), d.doi, d.title, d.notice, s.page_count
FROM dois d JOIN doi_status s USING (doi), json_each(d.notices_json) n
ORDER BY coalesce(n.value ->> 2, '') DESC, d.doi, n.key""",
    "agency_health": """
INSERT INTO agency_health (agency, dois, registered, not_registered, reached, blocked, gone,
  retracted)
SELECT CASE agency WHEN '' THEN 'not known' ELSE agency END, count(*),
  sum(registration IN ('registered', 'alias')),
  sum(registration = 'not_registered'), sum(landing IN ('reached', 'moved')),
  sum(landing = 'blocked'), sum(landing IN ('gone', 'hijacked')),
  sum(notice IN ('retracted', 'withdrawn'))
FROM dois GROUP BY 1""",
    "journal_health": """
INSERT INTO journal_health (container, publisher, works, oldest, newest, retracted, changed)
SELECT container, publisher, count(*), min(year), max(year),
  sum(notice IN ('retracted', 'withdrawn', 'concern')), sum(notice IN ('corrected', 'superseded'))
FROM dois WHERE container <> '' GROUP BY container, publisher""",
    "issue_counts": """
INSERT INTO issue_counts (code, stage, times, for_example, url)
SELECT code, stage, count(*), min(message), min(url) FROM issues GROUP BY code, stage""",
    "authority_health": """
INSERT INTO authority_health (authority, checks, without_answer, average_ms, longest_ms, bytes)
SELECT authority, count(*), sum(error IS NOT NULL), CAST(round(avg(answered_ms)) AS INTEGER),
  max(answered_ms), sum(bytes)
FROM (SELECT *, iif(error IS NULL AND elapsed_ms > 0, elapsed_ms, NULL) AS answered_ms FROM checks)
GROUP BY authority""",
}
