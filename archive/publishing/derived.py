"""Tables that exist only in the published archive: what pages show without scanning.

Filled once by ``publish``; nothing here is a fact of its own. Six of them take the place of the
view of the same name (``broken_references``, ``page_health``, ``doi_status``, ``link_status``,
``cited_works``, ``readings``): a view counts and sorts again for every reader, a table has done so. The SQL comments are the
documentation, read by ``archive.schema.descriptions`` like those of the schema. (Long lines: a
column and its description stand on one line.)
"""
# ruff: noqa: E501

from __future__ import annotations

import sqlite3

from archive.publishing import overviews
from archive.publishing.facts import fill_facts
from archive.schema import VIEWS
from archive.site.plugins.pages import ABOUT
from archive.site.vocabulary import words

TABLES = """
-- One number or fact about the whole archive.
CREATE TABLE site_facts (
  name TEXT PRIMARY KEY, -- short and stable
  value ANY NOT NULL, -- the number, date or text
  label TEXT NOT NULL, -- what it is, in a few words
  meaning TEXT NOT NULL -- what exactly is counted
) STRICT;

-- Where the text of a row stands in the capture that it was read from, as found when the archive was published.
CREATE TABLE spans (
  table_name TEXT NOT NULL, -- articles, news, news_sources, bibliography, mentions, pointers, or link_mentions
  row_id TEXT NOT NULL, -- key of the row there
  capture_id TEXT NOT NULL REFERENCES captures(id), -- the capture
  char_offset INTEGER NOT NULL, -- its first character in the decoded page, or in the text of the page of a PDF, from 0
  char_length INTEGER NOT NULL, -- from its first to its last character, tags in between included
  line INTEGER NOT NULL, -- line of its first character, from 1
  column INTEGER NOT NULL, -- column of its first character, from 1
  pdf_page INTEGER, -- page of a PDF that it stands on, from 1; 0 = in what the PDF says of itself; empty = no PDF
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

-- One capture whose rows were sought in it for spans. Where nothing of that has changed, the next publish takes their places over.
CREATE TABLE span_bases (
  capture_id TEXT PRIMARY KEY REFERENCES captures(id), -- the capture
  basis_sha256 TEXT NOT NULL -- digest of all that the places depend on: page, rows, rules
) STRICT, WITHOUT ROWID;

-- What every closed word in this database means.
CREATE TABLE vocabulary (
  field TEXT NOT NULL, -- the vocabulary, most often the name of the column
  value TEXT NOT NULL, -- the word as stored
  label TEXT NOT NULL, -- the word as shown
  meaning TEXT NOT NULL, -- in one sentence
  tone TEXT NOT NULL CHECK (tone IN ('good', 'warn', 'bad', 'info', 'unknown')), -- how to feel about it
  position INTEGER NOT NULL, -- order within the vocabulary
  PRIMARY KEY (field, value)
) STRICT;

-- Every reference, DOI or link that is confirmed wrong, with what to write instead.
CREATE TABLE broken_references (
  position INTEGER PRIMARY KEY, -- order: errors first, then page by page
  finding_id TEXT NOT NULL REFERENCES findings(id), -- the finding
  severity TEXT NOT NULL, -- what it asks of the maintainer
  kind TEXT NOT NULL, -- what is wrong
  page_title TEXT NOT NULL, -- what a reader sees as the title of the page
  says TEXT NOT NULL, -- what the page prints
  should_say TEXT NOT NULL, -- what it should print instead
  why TEXT NOT NULL, -- why we believe it
  page_url TEXT NOT NULL, -- canonical URL of the page
  text_fragment TEXT NOT NULL, -- behind the page's URL it makes a browser scroll there; empty = no words to scroll to
  heading TEXT NOT NULL, -- heading it stands under
  context TEXT NOT NULL, -- the sentence around it
  anchor_text TEXT NOT NULL, -- links: the text a reader clicks
  line INTEGER, -- line of its first character in the capture, from 1; empty = not found there
  column INTEGER, -- column of its first character, from 1
  subject TEXT NOT NULL, -- DOI name or URL that is wrong
  first_seen_at TEXT NOT NULL, -- wrong since
  last_seen_at TEXT NOT NULL, -- still wrong at
  state TEXT NOT NULL, -- where it stands
  page_id TEXT NOT NULL REFERENCES pages(id), -- page to change
  bibliography_id TEXT REFERENCES bibliography(id), -- reference to change
  corrected TEXT -- the whole reference with nothing changed but what is wrong
) STRICT;

-- One line a page: how many references, DOIs and links it has, and how many are wrong.
CREATE TABLE page_health (
  page_id TEXT PRIMARY KEY REFERENCES pages(id), -- the page
  title TEXT NOT NULL, -- its title
  url TEXT NOT NULL, -- its canonical URL
  kind TEXT NOT NULL, -- what the page is for its reader
  language TEXT NOT NULL, -- BCP 47; empty when not known
  reference_count INTEGER NOT NULL, -- entries in its bibliography
  doi_count INTEGER NOT NULL, -- different DOI names it prints
  link_count INTEGER NOT NULL, -- places where a link stands
  errors INTEGER NOT NULL, -- confirmed wrong, now
  reference_errors INTEGER NOT NULL, -- those of them about a reference or its work; the others are about a link or the page
  warnings INTEGER NOT NULL, -- repair when convenient, now
  newest_reference_year INTEGER, -- year of its newest reference
  oldest_reference_year INTEGER, -- year of its oldest reference
  references_without_doi INTEGER NOT NULL DEFAULT 0 -- entries that print no DOI
) STRICT;

-- One line a DOI name: the four answers, and on how many pages it stands.
CREATE TABLE doi_status (
  doi TEXT PRIMARY KEY REFERENCES dois(doi), -- DOI name, lower case
  title TEXT NOT NULL, -- registered title
  registration TEXT NOT NULL, -- is it registered?
  landing TEXT NOT NULL, -- does its landing page live?
  agreement TEXT NOT NULL, -- is it the work the citations name?
  notice TEXT NOT NULL, -- has it been retracted, corrected or superseded?
  page_count INTEGER NOT NULL, -- pages that print it
  agency TEXT NOT NULL, -- registration agency
  container TEXT NOT NULL, -- registered journal or book
  year INTEGER, -- registered year of publication
  publisher TEXT NOT NULL, -- registered publisher
  checked_at TEXT, -- registration last asked
  reason TEXT NOT NULL -- the verdicts in words
) STRICT;

-- One line a URL: the verdict, and on how many pages it stands.
CREATE TABLE link_status (
  link_id TEXT PRIMARY KEY REFERENCES links(id), -- the link
  url TEXT NOT NULL, -- without fragment
  host TEXT NOT NULL, -- host and port
  scope TEXT NOT NULL, -- leads to the site itself, or out
  verdict TEXT NOT NULL, -- what we believe
  reason TEXT NOT NULL, -- the verdict in words
  status INTEGER, -- latest HTTP status
  final_url TEXT, -- where redirects lead
  checked_at TEXT, -- last asked, or last crawled
  page_count INTEGER NOT NULL -- pages that print it
) STRICT;

-- One line a work: on which pages it is cited, however it is printed there.
CREATE TABLE cited_works (
  work_key TEXT PRIMARY KEY, -- the same for references that name the same work
  doi TEXT, -- its DOI name, where a reference has one
  printed TEXT NOT NULL, -- one of the references as printed
  year INTEGER, -- year as printed
  citations INTEGER NOT NULL, -- references that name it
  page_count INTEGER NOT NULL, -- pages that cite it
  prints INTEGER NOT NULL DEFAULT 1, -- different ways in which it is printed
  bibliography_id TEXT REFERENCES bibliography(id) -- one of the references, best one whose record is known to be meant
) STRICT;

-- Every way a printed DOI can be read, with its rule and what doi.org says of it.
CREATE TABLE readings (
  mention_id TEXT NOT NULL REFERENCES mentions(id), -- where the DOI is printed
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  bibliography_id TEXT REFERENCES bibliography(id), -- reference it stands in
  printed TEXT NOT NULL, -- exactly as it stands on the page
  rank INTEGER NOT NULL, -- 1 = the likeliest reading
  value TEXT NOT NULL, -- the DOI name it is read as
  rule TEXT NOT NULL, -- rules that made the reading
  answer TEXT NOT NULL, -- registered, not registered, not asked, or could not be asked
  asked_at TEXT, -- when doi.org was last asked about it
  is_chosen INTEGER NOT NULL, -- whether this reading is taken to be meant
  because TEXT NOT NULL, -- why the chosen one was chosen
  PRIMARY KEY (mention_id, rank)
) STRICT;

-- A reference beside an identifier that leads to another work or DOI name than what is printed beside it, or that does not exist.
CREATE TABLE identifier_conflicts (
  position INTEGER PRIMARY KEY, -- order: page by page
  bibliography_id TEXT NOT NULL REFERENCES bibliography(id), -- the reference
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page it stands on
  page_title TEXT NOT NULL, -- title of the page
  page_url TEXT NOT NULL, -- canonical URL of the page
  reference TEXT NOT NULL, -- the reference as printed
  identifier_id TEXT NOT NULL REFERENCES identifiers(id), -- scheme and value, e.g. pmid:123
  existence TEXT NOT NULL, -- does it exist?
  reason TEXT NOT NULL, -- the verdict in words
  doi TEXT, -- DOI name of the work it leads to, where it has one
  printed_doi TEXT -- DOI name that the reference prints
) STRICT;

-- What is wrong now, each once: findings in the same words on many pages are one line.
CREATE TABLE finding_groups (
  finding_id TEXT PRIMARY KEY REFERENCES findings(id), -- one of its findings
  severity TEXT NOT NULL, -- what it asks of the maintainer
  kind TEXT NOT NULL, -- what is wrong
  subject TEXT NOT NULL, -- DOI name or URL that is wrong
  says TEXT NOT NULL, -- what the pages print
  should_say TEXT NOT NULL, -- what they should print instead
  places INTEGER NOT NULL, -- findings: places where it stands
  pages INTEGER NOT NULL, -- pages it stands on
  first_seen_at TEXT NOT NULL -- wrong since
) STRICT;

-- One thing that changed after the first crawl, or was found: a page, a text, a finding that asks for a repair (good to know is left out).
CREATE TABLE changes (
  id INTEGER PRIMARY KEY, -- order in time
  at TEXT NOT NULL, -- when it was noticed
  what TEXT NOT NULL CHECK (what IN ('page_new', 'page_gone', 'text_changed', 'finding_new', 'finding_repaired')), -- kind of change
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page it happened on
  title TEXT NOT NULL, -- title of the page
  detail TEXT NOT NULL DEFAULT '', -- what a finding is about
  finding_id TEXT REFERENCES findings(id), -- the finding, where it is one
  article_version_id TEXT REFERENCES article_versions(id) -- the new wording, where it is one
) STRICT;

-- How healthy the site was at the end of each run.
CREATE TABLE run_health (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id), -- the run
  command TEXT NOT NULL, -- crawl, replay, verify, rejudge or import
  finished_at TEXT NOT NULL, -- when it ended
  errors INTEGER NOT NULL, -- confirmed wrong at that moment, as the latest verification until then reported it
  warnings INTEGER NOT NULL, -- to be repaired when convenient, likewise
  found INTEGER NOT NULL, -- findings first seen in this run
  repaired INTEGER NOT NULL -- findings this run saw right again
) STRICT;

-- How many things carry each verdict now. Findings by kind: only those that ask for a repair.
CREATE TABLE verdict_counts (
  subject TEXT NOT NULL, -- what is counted: doi, link, finding, page or reference
  field TEXT NOT NULL, -- the vocabulary of the verdict
  value TEXT NOT NULL, -- the verdict
  number INTEGER NOT NULL, -- how many
  PRIMARY KEY (subject, field, value)
) STRICT;
"""
TABLES += overviews.TABLES

# Besides those of the schema: what the pages of the site sort and filter by. Foreign keys, facets
# and the first order of each table are seen to by ``publish`` itself.
INDEXES = """
CREATE INDEX articles_title ON articles(language, title, page_id);
CREATE INDEX articles_without_references ON articles(words DESC, page_id) WHERE reference_count = 0;
CREATE INDEX articles_updated ON articles(updated_on, title);
CREATE INDEX bibliography_found ON bibliography(found_is_safe DESC, found_score DESC, page_id) WHERE found_doi IS NOT NULL;
CREATE INDEX bibliography_without_doi ON bibliography(year DESC, page_id, position) WHERE doi IS NULL;
CREATE INDEX bibliography_differs ON bibliography(page_id, position) WHERE agreement = 'differs';
CREATE INDEX findings_same ON findings(subject, state);
CREATE INDEX links_beside ON links(host, url, id);
CREATE INDEX findings_kind ON findings(kind, state, page_id);
CREATE INDEX doi_status_landing ON doi_status(landing, page_count DESC, doi);
CREATE INDEX link_status_verdict ON link_status(verdict, page_count DESC, url);
CREATE INDEX page_health_newest ON page_health(newest_reference_year, title) WHERE newest_reference_year IS NOT NULL;
CREATE INDEX page_health_errors ON page_health(reference_errors DESC, errors DESC, warnings DESC, url);
CREATE INDEX link_status_host ON link_status(host);
CREATE INDEX cited_works_pages ON cited_works(page_count DESC, citations DESC);
CREATE INDEX cited_works_prints ON cited_works(prints DESC, page_count DESC);
CREATE INDEX cited_works_doi ON cited_works(doi);
CREATE INDEX finding_groups_what ON finding_groups(kind, subject, says);
CREATE INDEX finding_groups_pages ON finding_groups(pages DESC);
CREATE INDEX notices_doi ON notices(doi);
CREATE INDEX changes_at ON changes(at);
CREATE INDEX changes_what ON changes(what, at);
"""

_OPEN = "state IN ('new', 'open')"

# In the order of filling: later ones may read earlier ones.
FILL: dict[str, str] = {
    "broken_references": f"""
INSERT INTO broken_references (finding_id, severity, kind, page_title, says, should_say, why,
  page_url, text_fragment, heading, context, anchor_text, line, column, subject, first_seen_at,
  last_seen_at, state, page_id, bibliography_id, corrected)
SELECT finding_id, severity, kind, page_title, says, should_say, why,
  page_url, text_fragment, heading, context, anchor_text, line, column, subject, first_seen_at,
  last_seen_at, state, page_id, bibliography_id, corrected
FROM ({VIEWS["broken_references"]})""",
    "page_health": f"""
INSERT INTO page_health (page_id, title, url, kind, language, reference_count, doi_count,
  link_count, errors, reference_errors, warnings, newest_reference_year, oldest_reference_year,
  references_without_doi)
SELECT v.page_id, v.title, v.url, v.kind, v.language, v.reference_count, v.doi_count,
  v.link_count, v.errors, (SELECT count(*) FROM findings f WHERE f.page_id = v.page_id
    AND f.{_OPEN} AND f.severity = 'error' AND f.{ABOUT["references"]}), v.warnings,
  (SELECT max(year) FROM bibliography b WHERE b.page_id = v.page_id),
  (SELECT min(year) FROM bibliography b WHERE b.page_id = v.page_id),
  (SELECT count(*) FROM bibliography b WHERE b.page_id = v.page_id AND b.doi IS NULL)
FROM ({VIEWS["page_health"]}) AS v""",
    "doi_status": f"""
INSERT INTO doi_status (doi, registration, landing, agreement, notice, agency, title, container,
  year, publisher, checked_at, reason, page_count)
SELECT doi, registration, landing, agreement, notice, agency, title, container,
  year, publisher, checked_at, reason, page_count FROM ({VIEWS["doi_status"]})""",
    "link_status": f"""
INSERT INTO link_status (link_id, url, host, scope, verdict, reason, status, final_url,
  checked_at, page_count)
SELECT link_id, url, host, scope, verdict, reason, status, final_url,
  checked_at, page_count FROM ({VIEWS["link_status"]})""",
    "cited_works": f"""
INSERT INTO cited_works (work_key, doi, printed, year, citations, page_count, prints,
  bibliography_id)
SELECT work_key, doi, printed, year, citations, page_count, (SELECT count(DISTINCT b.printed)
  FROM bibliography b WHERE b.work_key = v.work_key),
  (SELECT b.id FROM bibliography b WHERE b.work_key = v.work_key
    ORDER BY b.agreement IN ('agrees', 'partial') DESC, b.found_is_safe DESC, b.id LIMIT 1)
FROM ({VIEWS["cited_works"]}) AS v WHERE work_key <> ''""",
    "readings": f"""
INSERT INTO readings (mention_id, page_id, bibliography_id, printed, rank, value, rule, answer,
  asked_at, is_chosen, because)
SELECT mention_id, page_id, bibliography_id, printed, rank, value, rule, answer,
  asked_at, is_chosen, because FROM ({VIEWS["readings"]})""",
    "identifier_conflicts": f"""
INSERT INTO identifier_conflicts (bibliography_id, page_id, page_title, page_url, reference,
  identifier_id, existence, reason, doi, printed_doi)
SELECT bibliography_id, page_id, page_title, page_url, reference,
  identifier_id, existence, reason, doi, printed_doi FROM ({VIEWS["reference_identifiers"]}) AS printed
WHERE existence IN ('absent', 'invalid')
  OR EXISTS (SELECT 1 FROM findings WHERE {_OPEN} AND kind = 'identifier_conflict'
    AND subject = identifier_id AND findings.bibliography_id = printed.bibliography_id)
  OR (doi <> printed_doi AND scheme <> 'isbn' AND doi <> coalesce(
    (SELECT alias_of FROM dois WHERE dois.doi = printed_doi), ''))
ORDER BY page_url, reference, identifier_id""",
    "finding_groups": f"""
INSERT INTO finding_groups (finding_id, severity, kind, subject, says, should_say, places, pages,
  first_seen_at)
SELECT min(id), severity, kind, subject, says, should_say, count(*), count(DISTINCT page_id),
  min(first_seen_at)
FROM findings WHERE {_OPEN} GROUP BY severity, kind, subject, says, should_say""",
    "changes": """
INSERT INTO changes (at, what, page_id, title, detail, finding_id, article_version_id)
SELECT * FROM (
  SELECT first_seen_at AS at, 'page_new' AS what, id AS page_id, title, '' AS detail,
    NULL AS finding_id, NULL AS article_version_id FROM pages
    WHERE first_seen_at > (SELECT min(finished_at) FROM runs WHERE command IN ('crawl', 'import'))
  UNION ALL SELECT gone_since_at, 'page_gone', id, title, '', NULL, NULL FROM pages
    WHERE gone_since_at IS NOT NULL
  UNION ALL SELECT v.first_seen_at, 'text_changed', v.page_id, v.title, '', NULL, v.id
    FROM article_versions v WHERE EXISTS (SELECT 1 FROM article_versions w
      WHERE w.page_id = v.page_id AND w.first_seen_at < v.first_seen_at)
  UNION ALL SELECT f.first_seen_at, 'finding_new', f.page_id, p.title, f.says, f.id, NULL
    FROM findings f JOIN pages p ON p.id = f.page_id WHERE f.severity IN ('error', 'warning')
  UNION ALL SELECT f.closed_at, 'finding_repaired', f.page_id, p.title, f.says, f.id, NULL
    FROM findings f JOIN pages p ON p.id = f.page_id
    WHERE f.closed_at IS NOT NULL AND f.severity IN ('error', 'warning')
) ORDER BY at, what, page_id, finding_id, article_version_id""",
    "run_health": """
INSERT INTO run_health (run_id, command, finished_at, errors, warnings, found, repaired)
WITH told AS MATERIALIZED (  -- what was reported then: waivers and reopened findings came later
  SELECT id, coalesce(counts_json ->> 'findings_error', 0) AS errors,
    coalesce(counts_json ->> 'findings_warning', 0) AS warnings
  FROM runs WHERE command IN ('verify', 'rejudge') AND counts_json ->> 'dois_known' IS NOT NULL
)
SELECT r.id, r.command, r.finished_at,
  coalesce((SELECT errors FROM told WHERE told.id <= r.id ORDER BY told.id DESC LIMIT 1),
    (SELECT count(*) FROM findings f WHERE f.first_run_id <= r.id AND f.severity = 'error'
    AND f.state <> 'waived' AND (f.closed_run_id IS NULL OR f.closed_run_id > r.id))),
  coalesce((SELECT warnings FROM told WHERE told.id <= r.id ORDER BY told.id DESC LIMIT 1),
    (SELECT count(*) FROM findings f WHERE f.first_run_id <= r.id AND f.severity = 'warning'
    AND f.state <> 'waived' AND (f.closed_run_id IS NULL OR f.closed_run_id > r.id))),
  (SELECT count(*) FROM findings f WHERE f.first_run_id = r.id
    AND f.severity IN ('error', 'warning')),
  (SELECT count(*) FROM findings f WHERE f.closed_run_id = r.id
    AND f.severity IN ('error', 'warning'))
FROM runs r WHERE r.finished_at IS NOT NULL""",
    "verdict_counts": f"""
INSERT INTO verdict_counts (subject, field, value, number)
SELECT 'doi', 'registration', registration, count(*) FROM dois GROUP BY registration
UNION ALL SELECT 'doi', 'landing', landing, count(*) FROM dois GROUP BY landing
UNION ALL SELECT 'doi', 'agreement', agreement, count(*) FROM dois GROUP BY agreement
UNION ALL SELECT 'doi', 'notice', notice, count(*) FROM dois GROUP BY notice
UNION ALL SELECT 'link', 'verdict', verdict, count(*) FROM ({VIEWS["link_status"]})
  GROUP BY verdict
UNION ALL SELECT 'reference', 'agreement', agreement, count(*) FROM bibliography
  GROUP BY agreement
UNION ALL SELECT 'page', 'page_kind', kind, count(*) FROM pages GROUP BY kind
UNION ALL SELECT 'finding', 'severity', severity, count(*) FROM findings WHERE {_OPEN}
  GROUP BY severity
UNION ALL SELECT 'finding', 'finding_kind', kind, count(*) FROM findings WHERE {_OPEN}
  GROUP BY kind
UNION ALL SELECT 'finding', 'about', iif({ABOUT["links"]}, 'links', 'references'), count(*)
  FROM findings WHERE {_OPEN} AND severity IN ('error', 'warning') GROUP BY 3""",
}
FILL |= overviews.FILL


def create_derived(db: sqlite3.Connection) -> None:
    """Make the tables and fill them from the public tables of the same database."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for position, word in enumerate(words()):
        db.execute(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?)",
            (word.field, word.value, word.label, word.meaning, word.tone, position),
        )
    for statement in FILL.values():
        db.execute(statement)
    fill_facts(db)
    for statement in INDEXES.split(";\n"):
        if statement.strip():
            db.execute(statement)
