"""Scrapy's settings, each explained; ``knobs_of`` adds those that a site's profile decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.warc import codings
from crawler.identity import user_agent
from crawler.profile import Profile

# The project. `scrapy list` shows one spider, called site; it walks any profile:
# `scrapy crawl site -a profile=sample`.
BOT_NAME = "patientline-archive"
SPIDER_MODULES = ["crawler.spiders"]

# Our own parts: the frontier of record, and what hands over its answers, captured by then. They are
# asked for by HTTP alone, whatever a link says, without handlers and middlewares.
SCHEDULER = "crawler.frontier.Frontier"
DOWNLOADER = "crawler.frontier.Handover"
EXTENSIONS = {"crawler.extensions.RunLog": 0}
# Scrapy imports whatever its own lists (…_BASE) name, used or not, which took half of its start. So
# they hold what we want. Of the extensions that is what `scrapy crawl site -o FILE` needs.
EXTENSIONS_BASE = {"scrapy.extensions.feedexport.FeedExporter": 0}

# The river: a record falls through all stages of ``pipelines.stages``, and then it is kept.
ITEM_PIPELINES = {"pipelines.stages.Refine": 100, "crawler.extensions.Keep": 900}

# Every answer of any status comes to the spider as it was received: redirects, retries, refusals
# and content-codings are the ledger's business. Scrapy's own middlewares for them drop some
# answers silently, read a 503 as robots rules, and decode bodies before they can be captured.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en;q=0.9, *;q=0.5",
    "Accept-Encoding": codings.ACCEPTED,
}

# Scrapy makes this many tasks for every answer, and each brings one record at most; the default of
# 100 costs a third of the speed.
CONCURRENT_ITEMS = 1
# Bytes of answers that wait to be read, each counted as 1,024 at least: with more nothing is asked.
# Pages are fetched faster than they are read, and each that waits holds some 30 kB besides.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 300_000
# asyncio's own loop, not uvloop: docs/decisions/0007-twisted-without-uvloop.md.
ASYNCIO_EVENT_LOOP = None

# The crawl listens on no port: both of these would (the second one runs code it is sent).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s [%(name)s] %(levelname)s: %(message)s"
LOG_DATEFORMAT = "%Y-%m-%d %H:%M:%S"
# Scrapy would read the source of our callback for every answer, to see whether it both yields and
# returns a value, which no asynchronous one can.
WARN_ON_GENERATOR_RETURN_VALUE = False


def knobs_of(profile: Profile) -> dict[str, Any]:
    """The settings that a profile decides."""
    polite = profile.politeness
    return {
        "USER_AGENT": user_agent(profile),
        # Above 0 always (the profile sees to it): with 0, Scrapy since 2.14 forgets the limit of
        # requests at once a host. Crawl-delay is added by crawler.robots.
        "DOWNLOAD_DELAY": polite.delay_s,
        "DOWNLOAD_DELAY_JITTER": polite.jitter,
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
        "CONCURRENT_REQUESTS": max(16, 4 * polite.concurrency),
        "DOWNLOAD_TIMEOUT": polite.timeout_s,
        "DOWNLOAD_MAXSIZE": polite.max_bytes,
    }


def manners_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that say how the site is asked; headers as a plain mapping."""
    return {name: settings[name] for name in _MANNERS} | {
        "DEFAULT_REQUEST_HEADERS": dict(settings["DEFAULT_REQUEST_HEADERS"])
    }


_MANNERS = (
    "USER_AGENT", "DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER", "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONCURRENT_REQUESTS", "DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE",
)  # fmt: skip
