"""Newer versions of a work, and the articles of preprints."""
# ruff: noqa: E501 (a row of a table stands on one line)

import pytest

from archive.records import Work
from pipelines.verification.judging.editions import are_versions, later_names, newer_names

REVIEW = "10.1002/14651858.cd001431"
LATER = [
    ("the first version of a review", REVIEW, f"{REVIEW}.pub2"),
    ("a later one", f"{REVIEW}.pub5", f"{REVIEW}.pub6"),
    ("in capitals", f"{REVIEW}.PUB5".upper(), f"{REVIEW}.pub6"),
    ("a methodology review", "10.1002/14651858.mr000008", "10.1002/14651858.mr000008.pub2"),
    ("another journal", "10.1002/jor.1100150407", ""),
    ("something after it", f"{REVIEW}.pub5/full", ""),
    ("the last that is made", f"{REVIEW}.pub29", ""),
]


@pytest.mark.parametrize(("why", "doi", "following"), LATER, ids=[r[0] for r in LATER])
def test_later_names(why, doi, following):
    assert next(later_names(doi), "") == following


VERSIONS = [
    # why, one name, other name, whether they are versions of one work
    ("two versions of a review", REVIEW, f"{REVIEW}.pub4", True),
    ("two reviews", REVIEW, "10.1002/14651858.cd001351.pub2", False),
    ("two versions of a data set", "10.6084/m9.figshare.3115156.v1", "10.6084/m9.figshare.3115156.v2", True),
    ("a version and all of them", "10.6084/m9.figshare.3115156", "10.6084/m9.figshare.3115156.v2", True),
    ("two data sets", "10.6084/m9.figshare.3115156.v2", "10.6084/m9.figshare.3115157.v2", False),
    ("names without versions", "10.1136/bmj.a3115", "10.1136/bmj.a3115", False),
    ("no name", "", "", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "one", "other", "expected"), VERSIONS, ids=[row[0] for row in VERSIONS]
)
def test_versions_by_their_names(why, one, other, expected):
    assert are_versions(one, other) is are_versions(other, one) is expected


def work(*relations, doi="10.1101/014852", kind="posted-content", notices=()):
    return Work(doi=doi, agency="Crossref", type=kind, relations=relations, notices=notices)


# Real pairs are from Crossref and DataCite records of 2026 (relation, relatedIdentifiers).
NEWER = [
    ("the article of a preprint", work(("is-preprint-of", "10.1002/ece3.2314")), ["10.1002/ece3.2314"]),
    ("an article with a preprint is not out of date", work(("has-preprint", "10.1101/014852"), doi="10.1002/ece3.2314", kind="journal-article"), []),
    ("arXiv's word for the article", work(("is-version-of", "10.1103/physrevd.1"), doi="10.48550/arxiv.1902.02534", kind="Preprint"), ["10.1103/physrevd.1"]),
    ("Zenodo's collective name is not newer", work(("is-version-of", "10.5281/zenodo.1009628"), doi="10.5281/zenodo.1009629", kind="Preprint"), []),
    ("nor is a data set's", work(("is-version-of", "10.17632/67wvp69hxm"), doi="10.17632/67wvp69hxm.1", kind="Dataset"), []),
    ("a collective name has versions", work(("has-version", "10.5281/zenodo.1009629"), doi="10.5281/zenodo.1009628", kind="Software"), []),
    ("the version before", work(("is-previous-version-of", "10.13145/bacdive100212.20180622.3"), doi="10.13145/bacdive100212.20171208.2.1", kind="Dataset"), ["10.13145/bacdive100212.20180622.3"]),
    ("the version after", work(("is-new-version-of", "10.13145/bacdive135381.20180622.3"), doi="10.13145/bacdive135381.20190402.4", kind="Dataset"), []),
    ("replaced", work(("is-replaced-by", "10.1/b"), doi="10.1/a", kind="report"), ["10.1/b"]),
    ("later of its numbered versions, the latest first", work(("has-version", "10.21203/rs.3.rs-1/v2"), ("is-version-of", "10.21203/rs.3.rs-1/v4"), ("has-version", "10.21203/rs.3.rs-1/v1"), doi="10.21203/rs.3.rs-1/v2"), ["10.21203/rs.3.rs-1/v4"]),
    ("versions of something else", work(("has-version", "10.21203/rs.3.rs-9/v4"), doi="10.21203/rs.3.rs-1/v2"), []),
    ("the article goes before the later version", work(("has-version", "10.1/a/v2"), ("is-preprint-of", "10.2/x"), doi="10.1/a/v1"), ["10.2/x", "10.1/a/v2"]),
    ("a notice of a new version", work(doi="10.1/a", kind="journal-article", notices=(("new_version", "10.1/b", "", "publisher"),)), ["10.1/b"]),
    ("a correction is no version", work(doi="10.1/a", kind="journal-article", notices=(("correction", "10.1/b", "", "publisher"),)), []),
    ("itself", work(("is-preprint-of", "10.1101/014852")), []),
    ("two forms of an article", work(("is-identical-to", "10.1515/9781474450782-004"), doi="10.3366/edinburgh/9781474450751.003.0001", kind="book-chapter"), []),
    ("nothing", work(), []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "work", "names"), NEWER, ids=[r[0] for r in NEWER])
def test_newer_names(why, work, names):
    assert newer_names(work) == names
