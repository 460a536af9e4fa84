"""What a reader sees of each table: its title, order, label, facets, and what is left out.

Descriptions of tables and columns are not here: they are the comments of the SQL.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How one table or view is shown."""

    title: str
    label: str = ""
    """Column that names a row; shown instead of its key wherever the row is linked."""
    facets: tuple[str, ...] = ()
    """Columns to narrow a list by; each is indexed."""
    sort: str = ""
    """Column of the first order; a leading minus means descending. Empty = by key."""
    hidden: tuple[str, ...] = ()
    """Columns left out of lists, because they are long or mean little to people; the row's own
    page, JSON and CSV have them."""
    group: str = "more"
    """Heading of the data page: content, evidence, verdicts, more."""


TABLES: dict[str, Shown] = {
    "articles": Shown(
        title="Articles",
        label="title",
        facets=("language", "series"),
        sort="title",
        hidden=("text", "content_sha256", "capture_id"),
        group="content",
    ),
    "news": Shown(
        title="News",
        label="title",
        facets=("language",),
        sort="-published_on",
        hidden=("id", "text", "content_sha256", "capture_id"),
        group="content",
    ),
    "terms": Shown(
        title="Glossary terms",
        label="term",
        facets=("letter",),
        sort="term",
        hidden=("id", "position"),
        group="content",
    ),
    "pages": Shown(
        title="Pages",
        label="title",
        facets=("kind", "language", "host", "generation"),
        sort="url",
        hidden=(
            "id",
            "host",
            "generation",
            "html_title",
            "charset",
            "content_sha256",
            "is_noindex",
            "anchors_json",
            "declared_url",
            "refresh_url",
            "capture_id",
        ),
        group="content",
    ),
    "bibliography": Shown(
        title="References",
        label="printed",
        facets=("agreement", "year"),
        hidden=(
            "id",
            "fields_json",
            "found_csl_json",
            "work_key",
            "capture_id",
            "agreeing",
            "differing",
        ),
        group="content",
    ),
    "article_versions": Shown(
        title="Wordings over time",
        label="title",
        sort="-first_seen_at",
        hidden=("id", "text", "content_sha256"),
        group="content",
    ),
    "news_sources": Shown(title="Where news stand", label="title", facets=("form",)),
    "page_aliases": Shown(title="Other addresses of pages", facets=("reason",)),
    "page_relations": Shown(title="Related pages", facets=("relation",)),
    "page_dates": Shown(title="Printed dates", facets=("kind",), sort="-date"),
    "page_health": Shown(
        title="Health of pages",
        label="title",
        facets=("kind", "language"),
        sort="-errors",
        hidden=("page_id",),
        group="verdicts",
    ),
    "findings": Shown(
        title="Findings",
        label="says",
        facets=("severity", "state", "kind"),
        sort="-first_seen_at",
        hidden=(
            "id",
            "bibliography_id",
            "mention_id",
            "link_mention_id",
            "context",
            "occurrence",
            "occurrences",
            "text_fragment",
            "capture_id",
            "end_line",
            "end_column",
            "char_offset",
            "char_length",
            "checks_json",
            "first_run_id",
            "last_run_id",
            "closed_run_id",
            "returns",
            "waived_by",
            "waived_because",
            "waived_until",
        ),
        group="verdicts",
    ),
    "broken_references": Shown(
        title="Broken references",
        facets=("severity", "kind"),
        sort="position",
        hidden=(
            "page_id",
            "bibliography_id",
            "text_fragment",
            "context",
            "subject",
            "corrected",
            "why",
            "page_url",
            "heading",
            "anchor_text",
            "line",
            "column",
            "first_seen_at",
            "last_seen_at",
            "state",
        ),
        group="verdicts",
    ),
    "finding_groups": Shown(
        title="Findings, each counted once",
        label="says",
        facets=("severity", "kind"),
        sort="-pages",
        hidden=("finding_id", "subject"),
        group="verdicts",
    ),
    "suggestions": Shown(
        title="Proposed repairs",
        label="after",
        facets=("rule", "is_safe"),
        hidden=("id", "corrected", "styled", "diff_json"),
    ),
    "dois": Shown(
        title="DOIs",
        label="doi",
        facets=("registration", "landing", "agreement", "notice", "agency"),
        hidden=(
            "csl_json",
            "notices_json",
            "rule_version",
            "due_at",
            "first_seen_at",
            "reason",
            "alias_of",
            "landing_url",
            "volume",
            "issue",
            "pages",
            "article_number",
            "licence_url",
        ),
    ),
    "notices": Shown(
        title="Notices of cited works",
        facets=("kind", "source", "notice"),
        sort="id",
        hidden=("id",),
        group="verdicts",
    ),
    "doi_status": Shown(
        title="Cited DOIs and their four answers",
        label="doi",
        facets=("registration", "landing", "agreement", "notice", "agency"),
        sort="-page_count",
        hidden=("reason", "agency", "container", "year", "publisher", "checked_at"),
        group="verdicts",
    ),
    "links": Shown(
        title="Links",
        label="url",
        facets=("verdict", "scope"),
        hidden=("id", "rule_version", "due_at", "page_id", "canonical_url", "hops_json"),
    ),
    "link_status": Shown(
        title="Links and whether they work",
        label="url",
        facets=("verdict", "scope"),
        sort="-page_count",
        hidden=("link_id",),
        group="verdicts",
    ),
    "host_health": Shown(title="Link rot by host", sort="-broken", group="verdicts"),
    "agency_health": Shown(title="DOIs by agency", sort="-dois", group="verdicts"),
    "journal_health": Shown(title="Journals and books cited", sort="-works", group="verdicts"),
    "publisher_health": Shown(title="DOIs by publisher", sort="-dois", group="verdicts"),
    "topic_health": Shown(
        title="Topics and the age of their evidence",
        label="topic",
        sort="-articles",
        group="verdicts",
    ),
    "evidence_years": Shown(title="References by year", sort="-year", group="verdicts"),
    "change_days": Shown(title="Calendar of changes", sort="-day", group="evidence"),
    "authority_health": Shown(title="How authorities answer", sort="-checks", group="evidence"),
    "link_mentions": Shown(
        title="Where links stand", label="printed", facets=("region", "element")
    ),
    "mentions": Shown(
        title="Where identifiers stand",
        label="printed",
        facets=("scheme", "place", "rule"),
        hidden=("id", "candidates_json", "capture_id"),
    ),
    "readings": Shown(
        title="Readings of printed DOIs, and what doi.org says of them",
        label="printed",
        facets=("answer", "rule", "is_chosen"),
        hidden=("mention_id", "page_id", "bibliography_id"),
        group="evidence",
    ),
    "pointers": Shown(
        title="Where the text points to its references",
        label="printed",
        hidden=("id", "capture_id"),
    ),
    "identifiers": Shown(
        title="PubMed numbers, ISBNs and other identifiers",
        label="id",
        facets=("scheme", "existence"),
        hidden=("rule_version", "first_seen_at"),
    ),
    "reference_identifiers": Shown(
        title="Identifiers in references",
        facets=("scheme", "existence"),
        hidden=("bibliography_id", "page_id"),
        group="verdicts",
    ),
    "identifier_conflicts": Shown(
        title="Identifiers that disagree",
        facets=("existence",),
        sort="position",
        hidden=("bibliography_id", "page_id"),
        group="verdicts",
    ),
    "citations": Shown(
        title="Citations: which page cites which work",
        hidden=("bibliography_id", "page_id"),
        group="verdicts",
    ),
    "cited_works": Shown(
        title="Cited works", label="printed", sort="-page_count", hidden=("bibliography_id",)
    ),
    "captures": Shown(
        title="Captures",
        label="fetched_at",
        facets=("status", "mime", "fidelity"),
        sort="-fetched_at",
        hidden=("id", "payload_sha256", "ip_address", "truncated"),
        group="evidence",
    ),
    "renderings": Shown(
        title="Pages as a browser drew them",
        label="rendered_at",
        facets=("kind", "browser", "is_scripted"),
        sort="-rendered_at",
        hidden=("id", "parts_json", "refused_json", "payload_sha256", "mime"),
        group="evidence",
    ),
    "spans": Shown(
        title="Where rows stand in their captures",
        facets=("table_name",),
        group="evidence",
    ),
    "span_bases": Shown(
        title="What the places of rows were found from",
        group="evidence",
    ),
    "checks": Shown(
        title="Checks: what was asked and answered",
        label="subject",
        facets=("authority", "question", "status", "error"),
        sort="-id",
        hidden=("hops_json", "facts_json", "rule_version"),
        group="evidence",
    ),
    "exchanges": Shown(
        title="Answers as they crossed the wire",
        label="fetched_at",
        facets=("status", "mime", "fidelity"),
        sort="-fetched_at",
        hidden=("id", "payload_sha256", "ip_address", "previous_id"),
        group="evidence",
    ),
    "runs": Shown(
        title="Runs",
        label="started_at",
        sort="-id",
        hidden=("settings_json", "counts_json"),
        group="evidence",
    ),
    "run_health": Shown(title="Health over time", sort="-run_id", group="verdicts"),
    "coverage": Shown(title="Coverage of crawls", facets=("state",), group="evidence"),
    "issues": Shown(title="Not understood", label="message", facets=("code", "stage")),
    "issue_counts": Shown(title="Not understood, each kind once", sort="-times", group="evidence"),
    "changes": Shown(
        title="Changes",
        facets=("what",),
        sort="-id",
        hidden=("id", "article_version_id"),
        group="evidence",
    ),
    "verdict_counts": Shown(title="How many of each verdict"),
    "vocabulary": Shown(title="Vocabulary: what each word means", facets=("field",)),
    "site_facts": Shown(title="Numbers of the home page", label="label"),
}
