"""The schema of one site's database, to be read: pages, what they cite, what was found out.

In a sentence: a **run** fills the **frontier** and makes **captures** of **pages** (and **renderings** of those); a page is
an **article**, a **news** item or a glossary of **terms**; it prints **bibliography** entries,
**mentions** of DOIs and **links**; authorities are asked in **checks** about **dois** and
links; what is wrong becomes **findings** with **suggestions**; what was not understood becomes
**issues**.

The comments in the SQL are the documentation of every table and column: ``descriptions()``
reads them, Datasette shows them, ``docs/schema.md`` prints them. A table without a comment
line before it, or a column without one after it, is an error.

Conventions: STRICT tables, foreign keys on, times are UTC ISO-8601 text (``_at``), durations
``_ms``, sizes ``_bytes``, digests lower-case hex ``_sha256``, flags ``is_`` 0/1, lists and
mappings JSON text ``_json``. Page, link and reference ids are digests of what they identify
(``keys.py``), so they survive a rebuild. Migrations are append-only: never edit one that has
been released. Facts (captures, checks, article_versions) are only ever added to; everything
else can be rebuilt from them.

Long because the schema is read from top to bottom, and in long lines because a column and its
description stand on one.
"""
# ruff: noqa: E501

from __future__ import annotations

import re
import sqlite3
from enum import StrEnum

from sqlite_utils import Database, Migrations

from archive.migrating import remake_changed
from archive.records import (
    Agreement,
    Authority,
    DateKind,
    Existence,
    FindingKind,
    FindingState,
    FrontierState,
    Landing,
    LinkScope,
    LinkVerdict,
    Notice,
    Outcome,
    PageKind,
    Place,
    Question,
    Registration,
    RenderingKind,
    Scheme,
    Severity,
)

migrations = Migrations("patientline")


def migration_names() -> list[str]:
    """The migrations this program knows; a database with others is from a newer version."""
    return [migration.name for migration in migrations.pending(Database(memory=True))]


def _one_of(column: str, enum: type[StrEnum]) -> str:
    """A CHECK constraint for a closed vocabulary."""
    return f"CHECK ({column} IN ({', '.join(repr(str(v)) for v in enum)}))"


TABLES = f"""
-- One crawl, replay, verification or the like: when, with what, and how it ended.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, -- counts up in the order the runs were started
  command TEXT NOT NULL, -- crawl, replay, verify, rejudge, import or render
  site TEXT NOT NULL, -- name of the profile
  started_at TEXT NOT NULL, -- when it began
  finished_at TEXT, -- when it ended; empty while running or when it was killed
  outcome TEXT NOT NULL DEFAULT 'running' {_one_of("outcome", Outcome)}, -- how it ended
  message TEXT NOT NULL DEFAULT '', -- one sentence about the end, for a person
  software TEXT NOT NULL DEFAULT '', -- program and version
  settings_json TEXT NOT NULL DEFAULT '{{}}', -- the profile and settings it ran with
  counts_json TEXT NOT NULL DEFAULT '{{}}' -- what it did, counted
) STRICT;

-- How a crawl's coverage adds up: discovered = fetched + skipped(reason) + failed(reason).
CREATE TABLE coverage (
  run_id INTEGER NOT NULL REFERENCES runs(id), -- the crawl
  state TEXT NOT NULL {_one_of("state", FrontierState)}, -- what became of the URLs
  reason TEXT NOT NULL DEFAULT '', -- why they were skipped or failed
  urls INTEGER NOT NULL, -- how many
  PRIMARY KEY (run_id, state, reason)
) STRICT;

-- One URL known to the crawl and what became of it in its latest run.
CREATE TABLE frontier (
  id INTEGER PRIMARY KEY, -- order of discovery
  url TEXT NOT NULL UNIQUE, -- canonical form
  request_url TEXT NOT NULL, -- as it is asked on the wire
  host TEXT NOT NULL, -- host and port, the unit of politeness
  depth INTEGER NOT NULL DEFAULT 0, -- links followed from a seed
  priority INTEGER NOT NULL DEFAULT 0, -- higher goes first
  state TEXT NOT NULL {_one_of("state", FrontierState)}, -- where it stands
  reason TEXT NOT NULL DEFAULT '', -- why skipped or failed
  discovered_run_id INTEGER NOT NULL REFERENCES runs(id), -- the crawl that met it first
  run_id INTEGER NOT NULL REFERENCES runs(id), -- the crawl it was last met in
  discovered_from TEXT, -- URL of the page or sitemap that showed it; empty for a seed
  via TEXT NOT NULL DEFAULT 'link', -- seed, link, redirect, sitemap, refresh, or requisite: a part of a page
  hops INTEGER NOT NULL DEFAULT 0, -- redirects followed in a row to get here
  attempts INTEGER NOT NULL DEFAULT 0, -- times asked in this run
  lease_until TEXT, -- leased: when it falls back to due
  not_before TEXT, -- due: not to be asked before this moment (Retry-After)
  etag TEXT, -- validator of the last answer
  last_modified TEXT, -- validator of the last answer
  whole_at TEXT, -- when the server last sent the content, and did not only confirm it (304)
  is_distrusted INTEGER NOT NULL DEFAULT 0 CHECK (is_distrusted IN (0, 1)), -- other content came under a validator we knew: asked for whole since
  capture_id TEXT REFERENCES captures(id) -- latest capture
) STRICT;
CREATE INDEX frontier_state ON frontier(state, host, priority DESC, id);
CREATE INDEX frontier_run ON frontier(run_id, state);
CREATE INDEX frontier_waiting ON frontier(run_id, state, not_before) WHERE not_before IS NOT NULL;

-- One response as received, and where it lies in the WARC files.
CREATE TABLE captures (
  id TEXT PRIMARY KEY, -- UUID of the WARC response record
  run_id INTEGER NOT NULL REFERENCES runs(id), -- the crawl that made it, or the import that brought it
  url TEXT NOT NULL, -- what was asked
  fetched_at TEXT NOT NULL, -- moment of the request
  status INTEGER NOT NULL, -- HTTP status; 200 for a resource of another tool, which was kept without its answer
  mime TEXT NOT NULL DEFAULT '', -- media type as declared
  payload_sha256 TEXT NOT NULL, -- digest of the entity, before content-decoding
  bytes INTEGER NOT NULL, -- length of the entity
  warc_file TEXT NOT NULL, -- file in the captures folder
  warc_offset_bytes INTEGER NOT NULL, -- where the record's gzip member begins
  warc_length_bytes INTEGER NOT NULL, -- its length
  location TEXT, -- target of a redirect
  ip_address TEXT, -- address that answered
  fidelity TEXT NOT NULL CHECK (fidelity IN ('wire', 'reconstructed', 'truncated', 'imported')), -- wire: exact bytes; reconstructed: put together from its parts, not as it was sent; truncated: cut off; imported: as another tool kept it
  truncated TEXT, -- why it was cut off: length, time or disconnect
  revisit_of TEXT REFERENCES captures(id), -- capture that holds the content: the answer was 304, or the same bytes again
  elapsed_ms INTEGER NOT NULL DEFAULT 0, -- from request to last byte
  is_requisite INTEGER NOT NULL DEFAULT 0 CHECK (is_requisite IN (0, 1)) -- asked as a part of a page (image, style sheet, script, font ...), not as a page
) STRICT;
CREATE INDEX captures_url ON captures(url, fetched_at);
CREATE INDEX captures_run ON captures(run_id);
CREATE INDEX captures_digest ON captures(payload_sha256) WHERE revisit_of IS NULL;
CREATE INDEX captures_revisit ON captures(revisit_of);

-- One page as a browser drew it from captures alone: a picture, or the document as it then stood.
CREATE TABLE renderings (
  id TEXT PRIMARY KEY, -- UUID of the WARC conversion record
  run_id INTEGER NOT NULL REFERENCES runs(id), -- the run that made it, or the replay that found it in the files
  kind TEXT NOT NULL {_one_of("kind", RenderingKind)}, -- view: a picture; dom: the document as HTML
  capture_id TEXT NOT NULL REFERENCES captures(id), -- capture that it was made of
  url TEXT NOT NULL, -- address of that
  rendered_at TEXT NOT NULL, -- when it was made
  browser TEXT NOT NULL, -- name and version of the browser
  is_scripted INTEGER NOT NULL CHECK (is_scripted IN (0, 1)), -- whether the captured scripts of the page ran
  width INTEGER NOT NULL, -- of the window and the picture, in CSS pixels
  height INTEGER NOT NULL, -- of the picture, in CSS pixels
  page_height INTEGER NOT NULL, -- of the whole page; more than height where the picture was cut
  parts_json TEXT NOT NULL DEFAULT '[]', -- other captures that the browser was given (images, style sheets ...), by id
  refused INTEGER NOT NULL DEFAULT 0, -- requests of the page that were refused: the archive does not hold what they asked for
  refused_json TEXT NOT NULL DEFAULT '[]', -- the first of their addresses
  mime TEXT NOT NULL, -- media type
  payload_sha256 TEXT NOT NULL, -- digest of the picture or document
  bytes INTEGER NOT NULL, -- its length
  warc_file TEXT NOT NULL, -- file in the captures folder
  warc_offset_bytes INTEGER NOT NULL, -- where the record's gzip member begins
  warc_length_bytes INTEGER NOT NULL -- its length
) STRICT;
CREATE INDEX renderings_capture ON renderings(capture_id, kind);
CREATE INDEX renderings_run ON renderings(run_id);

-- One page of the site, under its canonical URL.
CREATE TABLE pages (
  id TEXT PRIMARY KEY, -- digest of the URL
  url TEXT NOT NULL UNIQUE, -- canonical URL
  host TEXT NOT NULL, -- host of the URL
  kind TEXT NOT NULL {_one_of("kind", PageKind)}, -- what the page is for its reader
  generation TEXT NOT NULL DEFAULT '', -- layout generation, where the profile knows any
  language TEXT NOT NULL DEFAULT '', -- BCP 47; empty when not known
  title TEXT NOT NULL DEFAULT '', -- what a reader sees as its title
  html_title TEXT NOT NULL DEFAULT '', -- content of the title element
  status INTEGER NOT NULL, -- HTTP status of the latest capture
  charset TEXT NOT NULL DEFAULT '', -- encoding that read the bytes
  content_sha256 TEXT NOT NULL DEFAULT '', -- digest of title, lead and text, boilerplate left out
  words INTEGER NOT NULL DEFAULT 0, -- length of what it says
  is_noindex INTEGER NOT NULL DEFAULT 0 CHECK (is_noindex IN (0, 1)), -- asks search engines to stay out
  anchors_json TEXT NOT NULL DEFAULT '[]', -- ids and names a fragment can point to
  declared_url TEXT, -- the URL it calls canonical itself
  refresh_url TEXT, -- where an immediate refresh leads; then it stands in for another page
  first_seen_at TEXT NOT NULL, -- first capture
  last_seen_at TEXT NOT NULL, -- latest good capture
  gone_since_at TEXT, -- first of the unbroken row of captures that say it is gone
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture this row was read from
) STRICT;
CREATE INDEX pages_kind ON pages(kind, language);
CREATE INDEX pages_capture ON pages(capture_id);

-- Another URL under which a page answers.
CREATE TABLE page_aliases (
  url TEXT PRIMARY KEY, -- the other URL
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  reason TEXT NOT NULL, -- host, scheme, slash, parameter, redirect, refresh, declared or same_content
  is_permanent INTEGER NOT NULL DEFAULT 1 CHECK (is_permanent IN (0, 1)), -- 0: by a temporary redirect
  first_seen_at TEXT NOT NULL -- when it was first met
) STRICT;
CREATE INDEX page_aliases_page ON page_aliases(page_id);

-- Two pages that belong together without being the same.
CREATE TABLE page_relations (
  page_id TEXT NOT NULL REFERENCES pages(id), -- one page
  other_page_id TEXT NOT NULL REFERENCES pages(id), -- the other
  relation TEXT NOT NULL CHECK (relation IN ('near_duplicate', 'series', 'translation')), -- how they belong together
  score REAL NOT NULL DEFAULT 1.0, -- 0 to 1; near_duplicate: share of equal word runs
  PRIMARY KEY (page_id, other_page_id, relation)
) STRICT;
CREATE INDEX page_relations_other ON page_relations(other_page_id);

-- What an article page says, as last read.
CREATE TABLE articles (
  page_id TEXT PRIMARY KEY REFERENCES pages(id), -- the page
  title TEXT NOT NULL, -- its headline
  lead TEXT NOT NULL DEFAULT '', -- first sentence or paragraph, where it stands apart
  text TEXT NOT NULL DEFAULT '', -- the text as Markdown, references included
  authors TEXT NOT NULL DEFAULT '', -- names as printed, separated by semicolons
  language TEXT NOT NULL DEFAULT '', -- BCP 47
  series TEXT NOT NULL DEFAULT '', -- common title of a series, e.g. Low Back Pain
  part TEXT NOT NULL DEFAULT '', -- its part in the series, e.g. Treatment
  published_on TEXT, -- printed date of publication
  updated_on TEXT, -- printed date of the last update
  words INTEGER NOT NULL DEFAULT 0, -- length of the text
  reference_count INTEGER NOT NULL DEFAULT 0, -- entries in its bibliography
  content_sha256 TEXT NOT NULL, -- digest of title, lead and text
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX articles_capture ON articles(capture_id);

-- One wording of an article or news item, with the time it stood there. Only added to.
CREATE TABLE article_versions (
  id TEXT PRIMARY KEY, -- digest of page and content
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  content_sha256 TEXT NOT NULL, -- digest of title, lead and text
  title TEXT NOT NULL, -- headline of this version
  lead TEXT NOT NULL DEFAULT '', -- its first sentence or paragraph, where it stands apart
  text TEXT NOT NULL, -- its text as Markdown
  updated_on TEXT, -- printed date of the last update
  first_seen_at TEXT NOT NULL, -- first capture with this wording
  last_seen_at TEXT NOT NULL, -- latest capture with this wording
  capture_id TEXT NOT NULL REFERENCES captures(id) -- first capture with this wording
) STRICT;
CREATE INDEX article_versions_page ON article_versions(page_id, first_seen_at);

-- One news item, wherever the site prints it.
CREATE TABLE news (
  id TEXT PRIMARY KEY, -- digest of its date and title
  page_id TEXT REFERENCES pages(id), -- page with the full text; empty when only teasers are known
  title TEXT NOT NULL, -- its headline
  published_on TEXT, -- ISO date of publication
  event_on TEXT, -- ISO date of the event it reports, where printed apart
  lead TEXT NOT NULL DEFAULT '', -- opening paragraph
  text TEXT NOT NULL DEFAULT '', -- full text as Markdown; the longest teaser when there is none
  authors TEXT NOT NULL DEFAULT '', -- names as printed, speakers included, separated by semicolons
  language TEXT NOT NULL DEFAULT '', -- BCP 47
  content_sha256 TEXT NOT NULL, -- digest of title and text
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX news_date ON news(published_on);
CREATE INDEX news_page ON news(page_id);

-- One place where a news item stands: in full on its own page, or as a teaser on another.
CREATE TABLE news_sources (
  id TEXT PRIMARY KEY, -- digest of page, form, title and date
  news_id TEXT REFERENCES news(id) ON DELETE SET NULL, -- the item; empty until the run is settled
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page that prints it
  form TEXT NOT NULL CHECK (form IN ('full', 'teaser')), -- in full or cut
  title TEXT NOT NULL, -- headline as printed there
  printed_date TEXT NOT NULL DEFAULT '', -- date as printed there
  published_on TEXT, -- the same as ISO date
  event_on TEXT, -- ISO date of the event, where printed apart
  lead TEXT NOT NULL DEFAULT '', -- opening paragraph, where it stands apart
  text TEXT NOT NULL DEFAULT '', -- text as printed there, as Markdown
  authors TEXT NOT NULL DEFAULT '', -- names as printed there, separated by semicolons
  language TEXT NOT NULL DEFAULT '', -- BCP 47
  href TEXT NOT NULL DEFAULT '', -- where a teaser leads
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX news_sources_news ON news_sources(news_id);
CREATE INDEX news_sources_page ON news_sources(page_id);

-- One printed date on a page.
CREATE TABLE page_dates (
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  kind TEXT NOT NULL {_one_of("kind", DateKind)}, -- what the date dates
  printed TEXT NOT NULL, -- as printed
  date TEXT NOT NULL, -- ISO
  PRIMARY KEY (page_id, kind, date)
) STRICT;

-- One glossary entry.
CREATE TABLE terms (
  id TEXT PRIMARY KEY, -- digest of page and position
  page_id TEXT NOT NULL REFERENCES pages(id), -- the glossary
  position INTEGER NOT NULL, -- from 1, in page order
  letter TEXT NOT NULL DEFAULT '', -- heading it stands under
  term TEXT NOT NULL, -- the word
  definition TEXT NOT NULL -- what it means
) STRICT;
CREATE INDEX terms_page ON terms(page_id, position);

-- One reference as printed on one page.
CREATE TABLE bibliography (
  id TEXT PRIMARY KEY, -- digest of page, text and occurrence
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page that prints it
  position INTEGER NOT NULL, -- from 1, in page order
  marker TEXT NOT NULL DEFAULT '', -- printed number
  heading TEXT NOT NULL DEFAULT '', -- heading of the list; empty = none
  printed TEXT NOT NULL, -- the entry as printed
  authors TEXT, -- parsed from the text
  year INTEGER, -- parsed from the text
  title TEXT, -- parsed from the text
  container TEXT, -- journal or book, parsed from the text
  volume TEXT, -- parsed from the text
  issue TEXT, -- parsed from the text
  pages TEXT, -- parsed from the text
  article_number TEXT, -- parsed from the text
  fields_json TEXT NOT NULL DEFAULT '[]', -- every parsed field with its span in the text and confidence (0 to 1)
  doi TEXT, -- DOI name the entry prints, as established by asking; otherwise the likeliest reading
  found_doi TEXT, -- DOI name found for an entry that prints none, a wrong one, or one whose record does not tell
  found_rule TEXT NOT NULL DEFAULT '', -- how it was found: a pattern, another identifier, a search
  found_score REAL, -- 0 to 1: how well entry and record agree
  found_is_safe INTEGER NOT NULL DEFAULT 0 CHECK (found_is_safe IN (0, 1)), -- may be added without a second look
  found_csl_json TEXT NOT NULL DEFAULT '{{}}', -- the work found, where that is safe, as an item of CSL-JSON; otherwise {{}}
  work_key TEXT NOT NULL DEFAULT '', -- the same for entries that name the same work
  agreement TEXT NOT NULL DEFAULT 'no_metadata' {_one_of("agreement", Agreement)}, -- is the registered work the one named here?
  agreeing TEXT NOT NULL DEFAULT '', -- fields of entry and record that agree
  differing TEXT NOT NULL DEFAULT '', -- fields that differ, as field: printed / registered
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX bibliography_page ON bibliography(page_id, position);
CREATE INDEX bibliography_doi ON bibliography(doi);
CREATE INDEX bibliography_work ON bibliography(work_key);
CREATE INDEX bibliography_year ON bibliography(year);

-- One DOI or other identifier at one place in one page.
CREATE TABLE mentions (
  id TEXT PRIMARY KEY, -- digest of page, scheme, place, print and occurrence
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  position INTEGER NOT NULL, -- from 1, in page order
  bibliography_id TEXT REFERENCES bibliography(id), -- reference it stands in
  scheme TEXT NOT NULL {_one_of("scheme", Scheme)}, -- naming scheme
  printed TEXT NOT NULL, -- exactly as it stands on the page
  value TEXT NOT NULL, -- reading chosen so far, normalised
  rule TEXT NOT NULL DEFAULT '', -- rule that made the chosen reading
  because TEXT NOT NULL DEFAULT '', -- why this reading was chosen
  candidates_json TEXT NOT NULL DEFAULT '[]', -- every reading with its rule, most likely first
  place TEXT NOT NULL {_one_of("place", Place)}, -- visible text, link target or meta element
  heading TEXT NOT NULL DEFAULT '', -- heading it stands under
  context TEXT NOT NULL DEFAULT '', -- the sentence around it
  conflicts_with TEXT NOT NULL DEFAULT '', -- another value printed at the same place
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX mentions_page ON mentions(page_id, position);
CREATE INDEX mentions_value ON mentions(scheme, value);
CREATE INDEX mentions_bibliography ON mentions(bibliography_id);

-- One place in a text that points to an entry of the bibliography, e.g. [3].
CREATE TABLE pointers (
  id TEXT PRIMARY KEY, -- digest of page, entry, print and occurrence
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  bibliography_id TEXT NOT NULL REFERENCES bibliography(id), -- entry it points to
  position INTEGER NOT NULL, -- from 1, in page order
  printed TEXT NOT NULL, -- as it stands in the text
  heading TEXT NOT NULL DEFAULT '', -- heading it stands under
  context TEXT NOT NULL DEFAULT '', -- the sentence that it supports
  confidence REAL NOT NULL DEFAULT 1.0, -- 0 to 1
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX pointers_page ON pointers(page_id, position);
CREATE INDEX pointers_bibliography ON pointers(bibliography_id);

-- One identifier other than a DOI name (PMID, PMCID, arXiv, ISBN, PII, JSTOR, handle), and what is known of it.
CREATE TABLE identifiers (
  id TEXT PRIMARY KEY, -- scheme:value
  scheme TEXT NOT NULL {_one_of("scheme", Scheme)}, -- naming scheme
  value TEXT NOT NULL, -- the identifier, normalised
  existence TEXT NOT NULL DEFAULT 'unknown' {_one_of("existence", Existence)}, -- does it exist?
  reason TEXT NOT NULL DEFAULT '', -- the verdict in words
  doi TEXT, -- DOI name of the same work
  title TEXT NOT NULL DEFAULT '', -- title its authority gives
  first_seen_at TEXT NOT NULL, -- first met on a page
  checked_at TEXT, -- last asked
  rule_version TEXT NOT NULL DEFAULT '' -- version of the judge
) STRICT;
CREATE INDEX identifiers_doi ON identifiers(doi);
CREATE INDEX identifiers_verdict ON identifiers(scheme, existence);

-- One DOI name, and the four answers about it.
CREATE TABLE dois (
  doi TEXT PRIMARY KEY, -- DOI name, lower case
  registration TEXT NOT NULL DEFAULT 'unknown' {_one_of("registration", Registration)}, -- is it registered?
  landing TEXT NOT NULL DEFAULT 'unknown' {_one_of("landing", Landing)}, -- does its landing page live?
  agreement TEXT NOT NULL DEFAULT 'no_citation' {_one_of("agreement", Agreement)}, -- is it the work the citations name? The worst answer over all citations
  notice TEXT NOT NULL DEFAULT 'unknown' {_one_of("notice", Notice)}, -- has it been retracted, corrected or superseded?
  reason TEXT NOT NULL DEFAULT '', -- the verdicts in words, with their evidence
  agency TEXT NOT NULL DEFAULT '', -- registration agency
  alias_of TEXT, -- the DOI name it is an alias of
  landing_url TEXT, -- where its handle leads
  title TEXT NOT NULL DEFAULT '', -- registered title
  container TEXT NOT NULL DEFAULT '', -- registered journal or book
  authors TEXT NOT NULL DEFAULT '', -- registered authors, separated by semicolons
  year INTEGER, -- registered year of publication
  volume TEXT NOT NULL DEFAULT '', -- registered volume
  issue TEXT NOT NULL DEFAULT '', -- registered issue
  pages TEXT NOT NULL DEFAULT '', -- registered pages
  article_number TEXT NOT NULL DEFAULT '', -- registered article number
  type TEXT NOT NULL DEFAULT '', -- registered type of work
  publisher TEXT NOT NULL DEFAULT '', -- registered publisher
  licence_url TEXT NOT NULL DEFAULT '', -- registered licence
  csl_json TEXT NOT NULL DEFAULT '{{}}', -- the registered work as an item of CSL-JSON, for reference managers; {{}} without a record
  notices_json TEXT NOT NULL DEFAULT '[]', -- type, DOI, date and source of each notice
  superseded_by TEXT, -- DOI name of a newer version, or of the article of a preprint
  first_seen_at TEXT NOT NULL, -- first met on a page
  checked_at TEXT, -- registration last asked
  due_at TEXT, -- registration to be asked again
  rule_version TEXT NOT NULL DEFAULT '' -- version of the judge
) STRICT;
CREATE INDEX dois_registration ON dois(registration);
CREATE INDEX dois_landing ON dois(landing);
CREATE INDEX dois_notice ON dois(notice);
CREATE INDEX dois_agency ON dois(agency);

-- One URL that pages point to. Those that only hidden links name are rows, too (verdict excluded): there may be more than a report says were examined.
CREATE TABLE links (
  id TEXT PRIMARY KEY, -- digest of the URL
  url TEXT NOT NULL UNIQUE, -- without fragment
  host TEXT NOT NULL DEFAULT '', -- host and port; empty for mailto: and the like
  scope TEXT NOT NULL {_one_of("scope", LinkScope)}, -- leads to the site itself, or out
  page_id TEXT REFERENCES pages(id), -- internal: the page it leads to
  canonical_url TEXT, -- internal: its canonical form
  hops_json TEXT NOT NULL DEFAULT '[]', -- internal: status and URL of each redirect the crawl met
  capture_id TEXT REFERENCES captures(id), -- internal: latest capture of where it leads
  verdict TEXT NOT NULL DEFAULT 'unknown' {_one_of("verdict", LinkVerdict)}, -- what we believe
  reason TEXT NOT NULL DEFAULT '', -- the verdict in words
  status INTEGER, -- latest HTTP status
  final_url TEXT, -- where redirects lead
  first_seen_at TEXT NOT NULL, -- first met on a page
  checked_at TEXT, -- last asked, or last crawled
  last_ok_at TEXT, -- last time it was well
  strikes INTEGER NOT NULL DEFAULT 0, -- failures in a row that count
  due_at TEXT, -- to be asked again
  rule_version TEXT NOT NULL DEFAULT '' -- version of the judge
) STRICT;
CREATE INDEX links_verdict ON links(verdict, scope);
CREATE INDEX links_host ON links(host);
CREATE INDEX links_page ON links(page_id);
CREATE INDEX links_canonical ON links(canonical_url);
CREATE INDEX links_capture ON links(capture_id);

-- One place in a page where a link stands.
CREATE TABLE link_mentions (
  id TEXT PRIMARY KEY, -- digest of page, element, print and occurrence
  page_id TEXT NOT NULL REFERENCES pages(id), -- the page
  link_id TEXT REFERENCES links(id), -- where it leads; empty when it cannot be a URL
  bibliography_id TEXT REFERENCES bibliography(id) ON DELETE SET NULL, -- reference it stands in
  position INTEGER NOT NULL, -- from 1, in page order
  printed TEXT NOT NULL, -- the attribute as printed
  fragment TEXT NOT NULL DEFAULT '', -- part after the number sign
  element TEXT NOT NULL, -- HTML element
  attribute TEXT NOT NULL, -- its attribute
  anchor_text TEXT NOT NULL DEFAULT '', -- text of the link
  context TEXT NOT NULL DEFAULT '', -- the sentence around it
  heading TEXT NOT NULL DEFAULT '', -- heading it stands under
  region TEXT NOT NULL DEFAULT 'content', -- content or chrome
  rel TEXT NOT NULL DEFAULT '', -- rel attribute
  is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1)), -- not visible to a reader
  problem TEXT NOT NULL DEFAULT '', -- why it is malformed and what was likely meant
  capture_id TEXT NOT NULL REFERENCES captures(id) -- capture it was read from
) STRICT;
CREATE INDEX link_mentions_page ON link_mentions(page_id, position);
CREATE INDEX link_mentions_link ON link_mentions(link_id);
CREATE INDEX link_mentions_bibliography ON link_mentions(bibliography_id);

-- One address in a style sheet of the site, as its latest content has it: an image, a font, another sheet.
CREATE TABLE style_links (
  style_url TEXT NOT NULL, -- canonical URL of the style sheet
  position INTEGER NOT NULL, -- from 1, in the order of the sheet
  printed TEXT NOT NULL, -- as printed
  url TEXT NOT NULL, -- where it leads, without fragment
  capture_id TEXT NOT NULL REFERENCES captures(id), -- capture it was read from
  PRIMARY KEY (style_url, position)
) STRICT;
CREATE INDEX style_links_capture ON style_links(capture_id);

-- What a step of settling was last made of: it is left out while that is the same.
CREATE TABLE settled (
  step TEXT PRIMARY KEY, -- relations or works
  made_of_sha256 TEXT NOT NULL -- digest of the rules and rows it depends on
) STRICT;

-- One question to one authority, and its answer. Only added to.
CREATE TABLE checks (
  id INTEGER PRIMARY KEY, -- order of asking
  run_id INTEGER NOT NULL REFERENCES runs(id), -- verification run
  question TEXT NOT NULL {_one_of("question", Question)}, -- what was asked
  subject TEXT NOT NULL, -- DOI name or URL asked about
  authority TEXT NOT NULL {_one_of("authority", Authority)}, -- who was asked
  asked_at TEXT NOT NULL, -- when
  method TEXT NOT NULL DEFAULT 'GET', -- HTTP method
  url TEXT NOT NULL, -- what was requested
  status INTEGER, -- HTTP status; empty = no answer
  error TEXT, -- class of the failure; empty = answered
  final_url TEXT, -- where redirects led
  hops_json TEXT NOT NULL DEFAULT '[]', -- status and URL of each redirect
  bytes INTEGER NOT NULL DEFAULT 0, -- length of the answer read
  elapsed_ms INTEGER NOT NULL DEFAULT 0, -- from request to answer
  facts_json TEXT NOT NULL DEFAULT '{{}}', -- what the answer said
  rule_version TEXT NOT NULL DEFAULT '', -- version of the adapter
  exchange_id TEXT REFERENCES exchanges(id) -- the answer as it crossed the wire; empty: none came, or it was not kept
) STRICT;
CREATE INDEX checks_subject ON checks(subject, question, id);
CREATE INDEX checks_run ON checks(run_id);
CREATE INDEX checks_exchange ON checks(exchange_id);

-- One answer that verification got, as it crossed the wire, and where it lies in the WARC files of the evidence folder.
CREATE TABLE exchanges (
  id TEXT PRIMARY KEY, -- UUID of the WARC response record
  run_id INTEGER NOT NULL REFERENCES runs(id), -- verification run
  previous_id TEXT REFERENCES exchanges(id), -- the redirect or the attempt before it
  url TEXT NOT NULL, -- what was requested
  fetched_at TEXT NOT NULL, -- moment of the request
  status INTEGER NOT NULL, -- HTTP status
  mime TEXT NOT NULL DEFAULT '', -- media type as declared
  payload_sha256 TEXT NOT NULL, -- digest of the part of the entity that is kept, before content-decoding
  bytes INTEGER NOT NULL, -- length of that part
  warc_file TEXT NOT NULL, -- file in the evidence folder
  warc_offset_bytes INTEGER NOT NULL, -- where the record's gzip member begins
  warc_length_bytes INTEGER NOT NULL, -- its length
  ip_address TEXT, -- address that answered
  fidelity TEXT NOT NULL CHECK (fidelity IN ('wire', 'reconstructed', 'truncated')), -- wire: exact bytes; truncated: the rest of the body was not read, or is not kept
  truncated TEXT, -- why it ends early: length, time, disconnect, or unspecified (not wanted)
  elapsed_ms INTEGER NOT NULL DEFAULT 0 -- from request to last byte
) STRICT;
CREATE INDEX exchanges_url ON exchanges(url, fetched_at);
CREATE INDEX exchanges_run ON exchanges(run_id);
CREATE INDEX exchanges_previous ON exchanges(previous_id);

-- One thing wrong at one place, with its life.
CREATE TABLE findings (
  id TEXT PRIMARY KEY, -- fingerprint: digest of kind, page, subject and place on the page
  kind TEXT NOT NULL {_one_of("kind", FindingKind)}, -- what is wrong
  severity TEXT NOT NULL {_one_of("severity", Severity)}, -- what it asks of the maintainer
  state TEXT NOT NULL {_one_of("state", FindingState)}, -- where it stands
  page_id TEXT NOT NULL REFERENCES pages(id), -- page to change
  bibliography_id TEXT REFERENCES bibliography(id) ON DELETE SET NULL, -- reference to change
  mention_id TEXT REFERENCES mentions(id) ON DELETE SET NULL, -- identifier to change
  link_mention_id TEXT REFERENCES link_mentions(id) ON DELETE SET NULL, -- link to change
  subject TEXT NOT NULL, -- DOI name or URL that is wrong
  heading TEXT NOT NULL DEFAULT '', -- heading it stands under
  context TEXT NOT NULL DEFAULT '', -- the sentence around it
  anchor_text TEXT NOT NULL DEFAULT '', -- links: the text a reader clicks
  occurrence INTEGER NOT NULL DEFAULT 1, -- which of the places on the page that print the same, from 1
  occurrences INTEGER NOT NULL DEFAULT 1, -- how many places on the page print the same
  text_fragment TEXT NOT NULL DEFAULT '', -- behind the page's URL it makes a browser scroll there; empty = no words to scroll to
  capture_id TEXT REFERENCES captures(id) ON DELETE SET NULL, -- capture that the following are counted in
  line INTEGER, -- line of its first character, from 1; empty = not found in the capture
  column INTEGER, -- column of its first character, from 1, in characters of the decoded page
  end_line INTEGER, -- line of its last character
  end_column INTEGER, -- column behind its last character
  char_offset INTEGER, -- characters of the decoded page before it
  char_length INTEGER, -- its length in characters, markup inside it included
  says TEXT NOT NULL, -- what the page prints
  should_say TEXT NOT NULL DEFAULT '', -- what it should print instead
  why TEXT NOT NULL DEFAULT '', -- why we believe it
  checks_json TEXT NOT NULL DEFAULT '[]', -- rows of checks it was judged from
  first_seen_at TEXT NOT NULL, -- wrong since
  last_seen_at TEXT NOT NULL, -- still wrong at
  closed_at TEXT, -- when it was seen resolved
  returns INTEGER NOT NULL DEFAULT 0, -- how often it came back after it had been right
  first_run_id INTEGER NOT NULL REFERENCES runs(id), -- run that found it (again), or took it up after its waiver
  last_run_id INTEGER NOT NULL REFERENCES runs(id), -- latest run that found it
  closed_run_id INTEGER REFERENCES runs(id), -- run that saw it resolved
  waived_by TEXT NOT NULL DEFAULT '', -- who accepted it
  waived_because TEXT NOT NULL DEFAULT '', -- why
  waived_until TEXT -- until when
) STRICT;
CREATE INDEX findings_state ON findings(state, severity);
CREATE INDEX findings_page ON findings(page_id);
CREATE INDEX findings_subject ON findings(subject);
CREATE INDEX findings_capture ON findings(capture_id);

-- One proposed repair of a finding, with its evidence.
CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, -- digest of finding and proposal
  finding_id TEXT NOT NULL REFERENCES findings(id) ON DELETE CASCADE, -- the finding
  rank INTEGER NOT NULL, -- 1 = best
  before TEXT NOT NULL, -- what is printed
  after TEXT NOT NULL, -- what to print
  rule TEXT NOT NULL, -- how it was found
  agreeing TEXT NOT NULL DEFAULT '', -- fields of citation and record that agree
  score REAL NOT NULL, -- 0 to 1
  is_safe INTEGER NOT NULL DEFAULT 0 CHECK (is_safe IN (0, 1)), -- may be applied without a second look
  corrected TEXT NOT NULL DEFAULT '', -- the whole reference with nothing changed but what is wrong
  styled TEXT NOT NULL DEFAULT '', -- the registered work in the citation style of the profile
  diff_json TEXT NOT NULL DEFAULT '[]' -- from print to corrected: pairs of =, - or + and text
) STRICT;
CREATE INDEX suggestions_finding ON suggestions(finding_id, rank);

-- One thing met and not understood.
CREATE TABLE issues (
  id INTEGER PRIMARY KEY, -- order of meeting
  run_id INTEGER NOT NULL REFERENCES runs(id), -- the run
  stage TEXT NOT NULL DEFAULT '', -- capture, read, stages, keep, render or verify
  code TEXT NOT NULL, -- short and stable
  message TEXT NOT NULL, -- one sentence for a person
  url TEXT NOT NULL DEFAULT '', -- where
  capture_id TEXT REFERENCES captures(id) -- the capture, where there is one
) STRICT;
CREATE INDEX issues_run ON issues(run_id, code, url);

-- One thing taken down: hidden from readers, or purged from the archive. Never published.
CREATE TABLE takedowns (
  id INTEGER PRIMARY KEY, -- order of the decisions
  state TEXT NOT NULL CHECK (state IN ('hidden', 'lifted', 'purging', 'purged')), -- hidden: not shown; lifted: shown or asked again; purging: to be finished by the same command; purged: removed
  url TEXT NOT NULL, -- address that was captured
  capture_id TEXT, -- the capture, whose row is gone when it is purged; empty = every capture of the address, those to come included
  payload_sha256 TEXT NOT NULL DEFAULT '', -- purged: digest of what was removed
  warc_file TEXT NOT NULL DEFAULT '', -- purged: file it lay in
  decided_at TEXT NOT NULL, -- when
  decided_by TEXT NOT NULL, -- who
  because TEXT NOT NULL, -- why
  ended_at TEXT, -- when it was lifted, or the purge was complete
  ended_by TEXT NOT NULL DEFAULT '', -- who lifted it
  ended_because TEXT NOT NULL DEFAULT '' -- why it was lifted
) STRICT;
CREATE INDEX takedowns_state ON takedowns(state, url);

-- One WARC file that is about to be replaced by what a purge leaves of it. Empty but for moments.
CREATE TABLE rewrites (
  warc_file TEXT PRIMARY KEY, -- file, with its folder: captures or evidence
  file_sha256 TEXT NOT NULL -- digest of what it is to be
) STRICT;
"""


@migrations(name="0001_initial")
def m0001_initial(db: Database) -> None:
    """All tables of version 0.1."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations(name="0002_references")
def m0002_references(db: Database) -> None:
    """Pointers, identifiers, found DOI names, corrected references; new authorities."""
    remake_changed(db, TABLES)


@migrations(name="0003_leads_of_wordings")
def m0003_leads_of_wordings(db: Database) -> None:
    """The lead of a wording: of the latest from its page, of older ones when replayed."""
    remake_changed(db, TABLES)
    db.execute(
        "UPDATE article_versions SET lead = a.lead FROM articles a WHERE a.lead <> '' AND "
        "a.page_id = article_versions.page_id AND a.content_sha256 = article_versions.content_sha256"
    )
    # News are merged from several pages: what one of them says stands in its own source.
    db.execute(
        "UPDATE article_versions SET lead = n.lead FROM news_sources n JOIN pages ON pages.id = "
        "n.page_id WHERE n.form = 'full' AND n.lead <> '' AND n.page_id = article_versions.page_id "
        "AND pages.content_sha256 = article_versions.content_sha256"
    )


# Derived: dropped and made again whenever a database is opened for writing, so editing them
# needs no migration. The comment before a view is its description.
UNSEEN_LINK = "It stands only where no reader can see it, and is not asked."
"""Why nothing is known of a link that stands in no visible place.

Settling writes it into ``links``; the view ``link_status`` says it, too, of a database that was not
settled since (published anew without a crawl), and where verification left a reason.
"""

VIEWS = {
    "broken_references": """
-- Every reference, DOI or link that is confirmed wrong, with what to write instead.
SELECT findings.id AS finding_id, findings.severity, findings.kind, pages.title AS page_title,
  findings.says, findings.should_say, findings.why, pages.url AS page_url,
  findings.text_fragment, findings.heading, findings.context, findings.anchor_text,
  findings.line, findings.column, findings.subject, findings.first_seen_at,
  findings.last_seen_at, findings.state, findings.page_id, findings.bibliography_id,
  suggestions.corrected
FROM findings JOIN pages ON pages.id = findings.page_id
LEFT JOIN suggestions ON suggestions.finding_id = findings.id AND suggestions.rank = 1
WHERE findings.state IN ('new', 'open') AND findings.severity IN ('error', 'warning')
ORDER BY CASE findings.severity WHEN 'error' THEN 0 ELSE 1 END, pages.url, findings.says
""",
    "page_health": """
-- One line a page: how many references, DOIs and links it has, and how many are wrong.
SELECT pages.id AS page_id, pages.title, pages.url, pages.kind, pages.language,
  (SELECT count(*) FROM bibliography b WHERE b.page_id = pages.id) AS reference_count,
  (SELECT count(DISTINCT m.value) FROM mentions m
    WHERE m.page_id = pages.id AND m.scheme = 'doi') AS doi_count,
  (SELECT count(*) FROM link_mentions l WHERE l.page_id = pages.id) AS link_count,
  (SELECT count(*) FROM findings f WHERE f.page_id = pages.id
    AND f.state IN ('new', 'open') AND f.severity = 'error') AS errors,
  (SELECT count(*) FROM findings f WHERE f.page_id = pages.id
    AND f.state IN ('new', 'open') AND f.severity = 'warning') AS warnings
FROM pages
""",
    "doi_status": """
-- One line a DOI name: the four answers, and on how many pages it stands.
SELECT dois.doi, dois.registration, dois.landing, dois.agreement, dois.notice, dois.agency,
  dois.title, dois.container, dois.year, dois.publisher, dois.checked_at, dois.reason,
  (SELECT count(DISTINCT m.page_id) FROM mentions m
    WHERE m.scheme = 'doi' AND m.value = dois.doi) AS page_count
FROM dois
""",
    "link_status": f"""
-- One line a URL: the verdict, and on how many pages it stands. What no reader can see is not asked.
SELECT links.id AS link_id, links.url, links.host, links.scope,
  iif(links.verdict = 'unknown' AND NOT EXISTS (
      SELECT 1 FROM link_mentions m WHERE m.link_id = links.id AND m.is_hidden = 0),
    'excluded', links.verdict) AS verdict,
  iif(links.verdict = 'unknown' AND NOT EXISTS (
      SELECT 1 FROM link_mentions m WHERE m.link_id = links.id AND m.is_hidden = 0),
    '{UNSEEN_LINK}', links.reason) AS reason,
  links.status, links.final_url, links.checked_at,
  (SELECT count(DISTINCT m.page_id) FROM link_mentions m WHERE m.link_id = links.id) AS page_count
FROM links
""",
    "citations": """
-- One line a reference whose work is known: this page cites that work, and do they agree?
SELECT bibliography.id AS bibliography_id, pages.id AS page_id, pages.title AS page_title,
  pages.url AS page_url, bibliography.position, bibliography.printed, bibliography.doi,
  dois.title AS work_title, dois.container, dois.year AS work_year, dois.registration,
  dois.notice, bibliography.agreement, bibliography.agreeing, bibliography.differing
FROM bibliography JOIN pages ON pages.id = bibliography.page_id
JOIN dois ON dois.doi = bibliography.doi
""",
    "readings": """
-- Every way a printed DOI can be read, with its rule and what doi.org says of it.
SELECT mentions.id AS mention_id, mentions.page_id, mentions.bibliography_id, mentions.printed,
  reading.key + 1 AS rank, json_extract(reading.value, '$[0]') AS value,
  json_extract(reading.value, '$[1]') AS rule,
  CASE WHEN json_extract(said.facts_json, '$.code') = 100 THEN 'not registered'
    WHEN said.id IS NOT NULL THEN 'registered'
    WHEN asked.id IS NOT NULL THEN 'could not be asked' ELSE 'not asked' END AS answer,
  coalesce(said.asked_at, asked.asked_at) AS asked_at,
  json_extract(reading.value, '$[0]') = mentions.value AS is_chosen, mentions.because
FROM mentions, json_each(mentions.candidates_json) AS reading
LEFT JOIN checks AS said ON said.id = (SELECT max(id) FROM checks WHERE error IS NULL
  AND question = 'registration' AND subject = json_extract(reading.value, '$[0]'))
LEFT JOIN checks AS asked ON asked.id = (SELECT max(id) FROM checks
  WHERE question = 'registration' AND subject = json_extract(reading.value, '$[0]'))
WHERE mentions.scheme = 'doi'
""",
    "reference_identifiers": """
-- One line an identifier that a reference prints beside or instead of a DOI name, and its work.
SELECT mentions.bibliography_id, pages.id AS page_id, pages.title AS page_title,
  pages.url AS page_url, identifiers.id AS identifier_id, identifiers.scheme, mentions.printed,
  identifiers.existence, identifiers.reason, identifiers.doi, identifiers.title,
  bibliography.doi AS printed_doi, bibliography.printed AS reference
FROM identifiers JOIN mentions ON mentions.scheme = identifiers.scheme
  AND mentions.value = identifiers.value
  AND identifiers.id = mentions.scheme || ':' || mentions.value -- found by key from either side
JOIN bibliography ON bibliography.id = mentions.bibliography_id
JOIN pages ON pages.id = mentions.page_id
""",
    "cited_works": """
-- One line a work: on which pages it is cited, however it is printed there.
SELECT bibliography.work_key, min(bibliography.doi) AS doi,
  min(bibliography.printed) AS printed, min(bibliography.year) AS year,
  count(*) AS citations, count(DISTINCT bibliography.page_id) AS page_count
FROM bibliography GROUP BY bibliography.work_key
""",
}

# Full-text search (FTS5; the site has many languages, so no English stemmer). sqlite-utils' transform() drops these triggers: re-enable after it.
SEARCH = {
    "articles": ("title", "lead", "text", "authors"),
    "news": ("title", "text", "authors"),
    "bibliography": ("printed", "authors", "title", "container"),
    "terms": ("term", "definition"),
}

TOKENIZER = "unicode61 remove_diacritics 2 separators ⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Of all indexes: without diacritics; a raised number is no part of the word before it."""


def descriptions(sql: str = TABLES) -> dict[str, tuple[str, dict[str, str]]]:
    """Table name -> (its description, {column: description}), read from the SQL comments."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for intro, name, body in re.findall(
        r"-- ([^\n]+)\nCREATE TABLE (\w+) \((.*?)\n\) STRICT", sql, flags=re.S
    ):
        columns = dict(re.findall(r"^  ([a-z]\w*) .*?-- ([^\n]+)$", body, flags=re.M))
        found[name] = (intro, columns)
    return found


def view_descriptions() -> dict[str, str]:
    """View name -> its description."""
    return {name: sql.strip().splitlines()[0].removeprefix("-- ") for name, sql in VIEWS.items()}


def refresh_views(db: Database) -> None:
    """Drop every view and create it again from ``VIEWS``."""
    for name, sql in VIEWS.items():
        db.create_view(name, sql.strip(), replace=True)


def enable_search(db: Database) -> None:
    """Make sure that every searchable table has its full-text index and triggers."""
    for table, columns in SEARCH.items():
        index = db.table(f"{table}_fts")
        is_ours = index.exists() and TOKENIZER in index.schema
        if not is_ours or [column.name for column in index.columns] != list(columns):
            for trigger in db.table(table).triggers:  # sqlite-utils does not know ours again
                db.execute(f"DROP TRIGGER {trigger.name}")
        db.table(table).enable_fts(
            list(columns),
            fts_version="FTS5",
            tokenize=TOKENIZER,
            create_triggers=True,
            replace=True,
        )
        _spare_unsearched_updates(db, table, columns)


def _spare_unsearched_updates(db: Database, table: str, columns: tuple[str, ...]) -> None:
    """Re-index a row only when an update names a searchable column.

    sqlite-utils' trigger does it at every update, and each crawl moves ``capture_id`` of
    every row that it met again.
    """
    name = f"{table}_au"
    present = {trigger.name: trigger.sql for trigger in db.table(table).triggers}
    if "AFTER UPDATE OF" in present[name]:
        return
    db.execute(f"DROP TRIGGER {name}")
    plain, old, new = (", ".join(prefix + c for c in columns) for prefix in ("", "old.", "new."))
    db.execute(f"""CREATE TRIGGER {name} AFTER UPDATE OF {plain} ON {table} BEGIN
  INSERT INTO {table}_fts ({table}_fts, rowid, {plain}) VALUES ('delete', old.rowid, {old});
  INSERT INTO {table}_fts (rowid, {plain}) VALUES (new.rowid, {new});
END""")


def check_search(db: Database) -> list[str]:
    """Searchable tables whose index does not match their rows (FTS5 integrity-check)."""
    broken = []
    for table in SEARCH:
        try:
            # rank 1 = compare with the content table too (sqlite.org/fts5.html §6.4)
            db.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            broken.append(table)
    return broken


def mend_search(db: Database) -> list[str]:
    """Rebuild the index of each searchable table where it does not match the rows; returns which.

    Where an index is wrong about the words of a row, changing the row fails as of a damaged file.
    """
    broken = check_search(db)
    for table in broken:
        db.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    return broken
