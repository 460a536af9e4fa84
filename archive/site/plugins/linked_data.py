"""What a page is about, for machines: schema.org as JSON-LD in its head (json-ld.org).

The archive is a Dataset; what the audited site published is an Article, NewsArticle or WebPage at
its own address, archived here, with what it cites. Only what is known is said: a DOI name stands
beside a reference where it is registered and not another work's. Our own addresses are relative
to the page, so they hold wherever the archive is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from datasette import hookimpl

Data = dict[str, Any]
Row = Mapping[str, Any]

CONTEXT = "https://schema.org"


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give templates ``dataset_data`` and ``work_data``; ``parts.linked`` writes them."""

    def dataset(first: str, last: str) -> Data:
        publication = getattr(datasette, "site_settings", {}).get("publication", {})
        return dataset_data(publication, first, last, datasette.get_database("archive").hash)

    env.globals["dataset_data"] = dataset
    env.globals["work_data"] = work_data


def dataset_data(publication: Row, first: str, last: str, digest: str | None) -> Data:
    """The archive as a Dataset; ``first`` and ``last`` are the moments of its captures.

    To be put on pages beside ``archive.db``. Properties: https://schema.org/Dataset and
    https://developers.google.com/search/docs/appearance/structured-data/dataset.
    """
    title = publication.get("title") or "Website archive"
    download = {
        "@type": "DataDownload",
        "encodingFormat": "application/vnd.sqlite3",
        "contentUrl": "archive.db",
        "sha256": digest,
    }
    return _known(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "name": f"{title}: archive and reference audit",
            "description": f"{publication.get('about') or title} Captured pages, what they cite, "
            "and what registries and servers answered about it.",
            "url": ".",
            "identifier": f"sha256:{digest}" if digest else None,
            "license": _web(publication.get("licence_url")) or publication.get("licence"),
            "isBasedOn": _web(publication.get("source_url")),
            "isAccessibleForFree": True,
            "dateModified": last,
            "temporalCoverage": f"{first[:10]}/{last[:10]}" if first and last else None,
            "distribution": [_known(download)],
        }
    )


def work_data(
    kind: str, work: Row, page: Row | None, references: Iterable[Row], publication: Row
) -> Data:
    """An article, news item or page of the site, as schema.org's ``kind``; ``work`` is its row,
    ``page`` the row of the page it stands on, ``references`` what that page cites."""
    on = page or {}
    website = _known(
        {
            "@type": "WebSite",
            "name": publication.get("source"),
            "url": _web(publication.get("source_url")),
        }
    )
    return _known(
        {
            "@context": CONTEXT,
            "@type": kind,
            "headline" if kind != "WebPage" else "name": work.get("title"),
            "description": work.get("lead"),
            "inLanguage": work.get("language"),
            "creditText": work.get("authors"),
            "datePublished": work.get("published_on"),
            "dateModified": work.get("updated_on"),
            "url": _web(on.get("url")),
            "archivedAt": {"@type": "WebPage", "@id": ""},  # this very page
            "isPartOf": website if len(website) > 1 else None,
            "citation": [_citation(reference) for reference in references],
        }
    )


def _citation(reference: Row) -> Data | str:
    """What is printed; with the name of the work, where it is certain which work that is."""
    doi = reference.get("doi")
    is_known = reference.get("registration") in ("registered", "alias")
    if not doi or not is_known or reference.get("agreement") == "differs":
        return " ".join(str(reference["printed"]).split())
    return {
        "@type": "CreativeWork",
        "name": reference.get("work_title") or " ".join(str(reference["printed"]).split()),
        "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": doi},
        "sameAs": "https://doi.org/" + quote(doi, safe="/:;()._-"),
    }


def _web(url: object) -> str | None:
    """The address, if it is one that a machine may be sent to."""
    text = str(url or "").strip()
    return text if re.match(r"(?i)https?://[^\s/]", text) else None


def _known(data: Data) -> Data:
    """Without what is empty."""
    return {name: value for name, value in data.items() if value}
