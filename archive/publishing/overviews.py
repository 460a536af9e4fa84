"""Tables of the published archive that plots are drawn from: by year, day, topic and publisher.

Counted once by ``archive.publishing.derived``, with its other tables. (Long lines: a column and its
description stand on one line.)
"""

from __future__ import annotations

TABLES = """
-- What happened on one day, as far as it was seen.
CREATE TABLE change_days (
  day TEXT PRIMARY KEY, -- the day (UTC)
  new_pages INTEGER NOT NULL, -- pages seen for the first time
  gone_pages INTEGER NOT NULL, -- pages no longer served
  changed_texts INTEGER NOT NULL, -- articles and news reworded
  found INTEGER NOT NULL, -- findings seen for the first time
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
}
