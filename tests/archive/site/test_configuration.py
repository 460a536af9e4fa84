"""Every table, column, word and query is documented, and says the same everywhere."""

from __future__ import annotations

import json
import re

import pytest

from archive import published_schema, records, schema
from archive.publishing.publish import Published
from archive.site import vocabulary
from archive.site.configuration import described_tables, metadata
from archive.site.plugins.pages import ABOUT
from archive.site.plugins.words import headed
from archive.site.queries import QUERIES
from archive.site.tables import TABLES
from crawler.scope import Reason
from tests.archive.site import specimen
from tests.archive.site.conftest import Site

ENUMS = {
    "registration": records.Registration,
    "landing": records.Landing,
    "agreement": records.Agreement,
    "notice": records.Notice,
    "verdict": records.LinkVerdict,
    "severity": records.Severity,
    "severity_retracted": records.Severity,
    "severities": records.Severity,
    "state": records.FindingState,
    "finding_kind": records.FindingKind,
    "page_kind": records.PageKind,
    "authority": records.Authority,
    "question": records.Question,
    "existence": records.Existence,
    "outcome": records.Outcome,
    "coverage": records.FrontierState,
    "place": records.Place,
    "coverage_reason": Reason,
}


def checked(tables: str, table: str, column: str) -> set[str]:
    """The values that the CHECK of a column allows."""
    sql = tables.partition(f"CREATE TABLE {table} (")[2].partition(") STRICT")[0]
    (values,) = re.findall(rf"CHECK \({column} IN \((.*?)\)\)", sql)
    return set(re.findall(r"'(\w+)'", values))


_, ALIASES = schema.descriptions(schema.TABLES)["page_aliases"]
CODES = {
    "alias_reason": set(re.split(", | or ", ALIASES["reason"])),
    "change": checked(published_schema.TABLES, "changes", "what"),
    "relation": checked(schema.TABLES, "page_relations", "relation"),
    "fidelity": checked(schema.TABLES, "captures", "fidelity"),
    "about": set(ABOUT),
}


def published_columns(site: Site) -> dict[str, list[str]]:
    names = site.rows(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
        "AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
    )
    return {
        str(row["name"]): [
            str(c["name"])
            for c in site.rows(f"SELECT name FROM pragma_table_info('{row['name']}')")
        ]
        for row in names
    }


def test_every_published_table_and_column_is_described(site: Site) -> None:
    described = described_tables()
    found = published_columns(site)
    assert set(found) == set(described) == set(TABLES)
    for table, columns in found.items():
        description, meanings = described[table]
        assert description.rstrip(")").endswith((".", "?")), table
        assert set(meanings) == set(columns), table
        assert all(len(meaning) > 1 for meaning in meanings.values()), table


def test_every_column_that_is_shown_specially_exists(site: Site) -> None:
    found = published_columns(site)
    for table, shown in TABLES.items():
        named = {*shown.facets, *shown.hidden, shown.label, shown.sort.removeprefix("-")} - {""}
        assert named <= set(found[table]), f"{table}: {named - set(found[table])}"


def test_views_that_became_tables_lost_no_column(site: Site) -> None:
    found = published_columns(site)
    for name, sql in schema.VIEWS.items():
        kept = site.rows(f"SELECT * FROM ({sql}) LIMIT 1")
        assert kept, f"the specimen shows nothing in {name}"
        assert set(kept[0]) <= set(found[name]), name


def test_every_word_of_every_vocabulary_is_explained() -> None:
    values = ENUMS | CODES
    assert set(values) == set(vocabulary.VOCABULARIES)
    for field, known in values.items():
        assert set(vocabulary.VOCABULARIES[field]) == set(known), field
    for word in vocabulary.words():
        assert word.label, word
        assert word.meaning.endswith("."), word
        assert word.tone in {"good", "warn", "bad", "info", "unknown"}, word


def test_licence_and_source_stand_at_every_level() -> None:
    facts = json.loads(json.dumps(metadata(specimen.PUBLICATION, {})))
    database = facts["databases"]["archive"]
    for level in (facts, database, *database["tables"].values()):
        assert level["license"] == specimen.PUBLICATION["licence"]
        assert level["source_url"] == specimen.PUBLICATION["source_url"]


def test_long_tables_are_not_counted_for_every_reader() -> None:
    tables = json.loads(json.dumps(metadata({}, {"checks": 10_000_000, "captures": 5})))
    tables = tables["databases"]["archive"]["tables"]
    assert "facets" not in tables["checks"]
    assert tables["captures"]["facets"] == ["status", "mime", "fidelity"]


def test_views_are_counted_once(site: Site) -> None:
    tables = site.datasette.inspect_data["archive"]["tables"]
    assert tables["citations"]["count"] == 5
    assert "citations" not in site.datasette.get_database("archive").cached_table_counts


def test_the_dialect_of_datasette_1_has_the_same_queries(published: Published) -> None:
    old = json.loads((published.folder / "metadata.json").read_text())
    new = json.loads((published.folder / "datasette.json").read_text())
    queries = old["databases"]["archive"]["queries"]
    assert new["databases"]["archive"]["queries"] == queries
    assert new["settings"] == json.loads((published.folder / "settings.json").read_text())


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_answers_and_explains_its_parameters(name: str, site: Site) -> None:
    query = QUERIES[name]
    assert set(re.findall(r"(?<!:):([a-z]\w*)", query.sql)) == {p[0] for p in query.parameters}
    assert query.sentence.endswith(".")
    for question in {"", f"?{query.example}"}:
        text = site.text(f"/archive/{name}{question}")
        assert query.title in text
        assert "0 rows" not in text, "the specimen should give an answer to every query"
    for parameter, meaning, default in query.parameters:
        assert headed(parameter) in text
        assert f"{meaning}; if left empty: {default}" in text
    assert site.get(f"/archive/{name}.csv").text.count("\n") > 1


def test_parameters_narrow_the_answer(site: Site) -> None:
    everything = site.get("/archive/history_of_an_address.json?_shape=array").json()
    address = specimen.ACUPUNCTURE
    narrowed = site.get(
        f"/archive/history_of_an_address.json?_shape=array&address={address}"
    ).json()
    assert len(everything) == 16
    assert {row["url"] for row in narrowed} == {address}
    assert len(narrowed) == 2
