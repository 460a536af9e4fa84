"""Tables of the published archive that plots are drawn from: by year, day, topic, publisher, host …

Counted once by ``archive.publishing.derived``, with its other tables. (Long lines: a column and its
description stand on one line.)
"""
# ruff: noqa: E501

from __future__ import annotations

TABLES = """
-- What happened on one day, as far as it was seen.
CREATE TABLE change_days (
  day TEXT PRIMARY KEY, -- the day (UTC)
  new_pages INTEGER NOT NULL, -- pages seen for the first time
  gone_pages INTEGER NOT NULL, -- pages no longer served
  changed_texts INTEGER NOT NULL, -- articles and news reworded
  found INTEGER NOT NULL, -- findings seen for the first time that ask for a repair: good to know is left out
  repaired INTEGER NOT NULL -- findings seen right again
) STRICT;

-- How old the evidence is: references by the year they print.
CREATE TABLE evidence_years (
  year INTEGER PRIMARY KEY, -- year of publication as printed
  reference_count INTEGER NOT NULL, -- references of this year
  newest_of_articles INTEGER NOT NULL -- articles whose newest reference is of this year
) STRICT;

-- One topic of the site: an entrance page, by its title, and the articles that its text leads to.
CREATE TABLE topic_health (
  topic TEXT PRIMARY KEY, -- title of the entrance page
  page_id TEXT NOT NULL REFERENCES pages(id), -- an entrance page of this title
  articles INTEGER NOT NULL, -- articles it leads to
  sound_articles INTEGER NOT NULL, -- those of them on which nothing is broken or ageing
  reference_count INTEGER NOT NULL, -- references of these articles
  median_year INTEGER, -- half of the references with a year are of this year or older
  median_age_years INTEGER -- from then to the year of the latest capture
) STRICT;

-- How the DOIs of one publisher fare.
CREATE TABLE publisher_health (
  publisher TEXT PRIMARY KEY, -- registered publisher
  dois INTEGER NOT NULL, -- different DOI names
  reached INTEGER NOT NULL, -- landing page lives
  blocked INTEGER NOT NULL, -- landing page kept our program out
  gone INTEGER NOT NULL, -- landing page gone or taken over
  undecided INTEGER NOT NULL, -- landing page not asked for, or no answer to judge by
  retracted INTEGER NOT NULL -- work retracted or withdrawn
) STRICT;

-- One notice of one cited work: a retraction, a correction, a newer version.
CREATE TABLE notices (
  id INTEGER PRIMARY KEY, -- order: the newest first, those without a date last
  kind TEXT NOT NULL, -- what it is, in the words of who registered it: retraction, erratum, expression of concern …
  published_on TEXT, -- its date as registered, ISO 8601, or as much of it as is known
  source TEXT NOT NULL, -- who says so: publisher, retraction-watch, or both
  notice_doi TEXT, -- DOI name of the notice itself
  doi TEXT NOT NULL REFERENCES dois(doi), -- DOI name of the work it is about
  title TEXT NOT NULL, -- registered title of the work
  notice TEXT NOT NULL, -- verdict on the work, from all of its notices
  page_count INTEGER NOT NULL -- pages that print its DOI name
) STRICT;

-- How the outgoing links to one host fare.
CREATE TABLE host_health (
  host TEXT PRIMARY KEY, -- host and port
  links INTEGER NOT NULL, -- different URLs there
  works INTEGER NOT NULL, -- reached
  moved INTEGER NOT NULL, -- moved for good
  broken INTEGER NOT NULL, -- gone, parked or without answer
  misspelt INTEGER NOT NULL, -- the fault of the site that links: no address that can be asked, or a DOI name that does not exist
  blocked INTEGER NOT NULL, -- kept our program out
  undecided INTEGER NOT NULL -- not known or not asked
) STRICT;

-- How the DOIs of one registration agency fare.
CREATE TABLE agency_health (
  agency TEXT PRIMARY KEY, -- registration agency, or: not known
  dois INTEGER NOT NULL, -- different DOI names
  registered INTEGER NOT NULL, -- known to doi.org
  not_registered INTEGER NOT NULL, -- unknown to doi.org
  reached INTEGER NOT NULL, -- landing page lives
  blocked INTEGER NOT NULL, -- landing page kept our program out
  gone INTEGER NOT NULL, -- landing page gone or taken over
  retracted INTEGER NOT NULL -- work retracted or withdrawn
) STRICT;

-- The works cited from one journal or book, and how many were retracted or changed.
CREATE TABLE journal_health (
  container TEXT NOT NULL, -- registered journal or book
  publisher TEXT NOT NULL, -- registered publisher
  works INTEGER NOT NULL, -- different DOI names
  oldest INTEGER, -- earliest year of publication
  newest INTEGER, -- latest year of publication
  retracted INTEGER NOT NULL, -- retracted, withdrawn or under an expression of concern
  changed INTEGER NOT NULL, -- corrected or replaced
  PRIMARY KEY (container, publisher)
) STRICT;

-- What could not be made sense of, each kind of it once.
CREATE TABLE issue_counts (
  code TEXT NOT NULL, -- what it was
  stage TEXT NOT NULL, -- where on the way it was met
  times INTEGER NOT NULL, -- how often
  for_example TEXT NOT NULL, -- one of the messages
  url TEXT, -- an address that it was met at
  PRIMARY KEY (code, stage)
) STRICT;

-- How one authority answers.
CREATE TABLE authority_health (
  authority TEXT PRIMARY KEY, -- who was asked
  checks INTEGER NOT NULL, -- questions put
  without_answer INTEGER NOT NULL, -- questions that got no answer
  average_ms INTEGER, -- mean time to an answer
  longest_ms INTEGER, -- longest time to an answer
  bytes INTEGER NOT NULL -- length of all answers
) STRICT;
"""

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
SELECT o.topic, min(o.entrance), count(*), sum(h.errors = 0 AND h.warnings = 0),
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
SELECT authority, count(*), sum(error IS NOT NULL), CAST(round(avg(elapsed_ms)) AS INTEGER),
  max(elapsed_ms), sum(bytes)
FROM checks GROUP BY authority""",
}
