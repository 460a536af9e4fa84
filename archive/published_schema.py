"""The schema of the published archive: what it adds to a crawl's, and what it leaves out.

Its tables show what pages would else scan for; none holds a fact of its own. ``publish`` fills
them once (``archive/publishing/derived.py``). Six take the place of the view of the same name
(``broken_references``, ``page_health``, ``doi_status``, ``link_status``, ``cited_works``,
``readings``): a view counts and sorts again for every reader, a table has done so. The SQL comments
are the documentation, read by ``archive.schema.descriptions`` like those of the schema. (Long
lines: a column and its description stand on one line.)
"""
# ruff: noqa: E501

from __future__ import annotations

PRIVATE_TABLES = frozenset({"frontier", "style_links", "settled", "takedowns", "rewrites"})
"""Tables of a crawl that are not published."""

TABLES = """
-- One number or fact about the whole archive.
CREATE TABLE site_facts (
  name TEXT PRIMARY KEY, -- short and stable
  value ANY, -- the number, date or text; empty when nothing has been checked that could tell
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

-- A word of the search indexes that is looked up without its marks, too: κήλη as κηλη, kręgosłup as kregoslup.
CREATE TABLE word_forms (
  folded TEXT NOT NULL, -- without case, marks and strokes
  word TEXT NOT NULL, -- as the indexes of articles, news, references and terms have it
  PRIMARY KEY (folded, word)
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

-- How healthy the site was at the end of each run; verifications that failed are left out.
CREATE TABLE run_health (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id), -- the run
  command TEXT NOT NULL, -- crawl, replay, verify, rejudge or import
  finished_at TEXT NOT NULL, -- when it ended
  errors INTEGER NOT NULL, -- confirmed wrong and not accepted, as the latest verification until then reported it (with what was accepted where it was kept before that was counted)
  warnings INTEGER NOT NULL, -- to be repaired when convenient, likewise
  found INTEGER NOT NULL, -- findings first seen in this run
  repaired INTEGER NOT NULL -- findings this run saw resolved
) STRICT;

-- How many things carry each verdict now. Findings by kind: only those that ask for a repair.
CREATE TABLE verdict_counts (
  subject TEXT NOT NULL, -- what is counted: doi, link, finding, page or reference
  field TEXT NOT NULL, -- the vocabulary of the verdict
  value TEXT NOT NULL, -- the verdict
  number INTEGER NOT NULL, -- how many
  PRIMARY KEY (subject, field, value)
) STRICT;

-- What happened on one day, as far as it was seen.
CREATE TABLE change_days (
  day TEXT PRIMARY KEY, -- the day (UTC)
  new_pages INTEGER NOT NULL, -- pages seen for the first time
  gone_pages INTEGER NOT NULL, -- pages no longer served
  changed_texts INTEGER NOT NULL, -- articles and news reworded
  found INTEGER NOT NULL, -- findings seen for the first time that ask for a repair: good to know is left out
  repaired INTEGER NOT NULL -- findings seen resolved
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
  sound_articles INTEGER, -- those of them on which nothing is broken or ageing; empty before any check
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
  average_ms INTEGER, -- mean time to an answer; empty where nothing was sent for it: the crawl had asked
  longest_ms INTEGER, -- longest time to an answer
  bytes INTEGER NOT NULL -- length of all answers
) STRICT;
"""

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
CREATE INDEX doi_status_publisher ON doi_status(publisher, page_count DESC, doi);
CREATE INDEX doi_status_container ON doi_status(container, page_count DESC, doi);
CREATE INDEX link_status_verdict ON link_status(verdict, page_count DESC, url);
CREATE INDEX page_health_newest ON page_health(newest_reference_year, title) WHERE newest_reference_year IS NOT NULL;
CREATE INDEX page_health_errors ON page_health(reference_errors DESC, errors DESC, warnings DESC, url);
CREATE INDEX link_status_host ON link_status(host);
CREATE INDEX cited_works_pages ON cited_works(page_count DESC, citations DESC);
CREATE INDEX cited_works_prints ON cited_works(prints DESC, page_count DESC);
CREATE INDEX cited_works_doi ON cited_works(doi);
CREATE INDEX finding_groups_what ON finding_groups(kind, subject, says);
CREATE INDEX finding_groups_pages ON finding_groups(pages DESC);
CREATE INDEX pages_gone ON pages(gone_since_at DESC) WHERE gone_since_at IS NOT NULL;
CREATE INDEX notices_doi ON notices(doi);
CREATE INDEX changes_at ON changes(at);
CREATE INDEX changes_what ON changes(what, at);
"""
