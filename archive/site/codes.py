"""What closed words other than verdicts mean: how a crawl went, what changed. Data only.

Like the vocabularies of ``vocabulary.py``, and published with them. Their values are those of
checks in ``archive/schema.py``, of ``crawler/scope.py`` (why an address was skipped or failed), and
of the file that writes them.
"""

from __future__ import annotations

Rows = dict[str, tuple[str, str, str]]
"""value -> (label, meaning, tone)."""

COVERAGE_REASON: Rows = {
    "": ("read", "An answer came, and its content was read.", "good"),
    "not_http": ("not a web address", "A mail address, telephone number or script.", "info"),
    "out_of_scope": ("another site", "It does not belong to the site.", "info"),
    "excluded": ("left out", "The profile of the site leaves it out.", "info"),
    "asset": (
        "part of a page",
        "A picture, style sheet, script, feed or form: the crawl follows what readers click on, "
        "and goes to the same page in other languages.",
        "info",
    ),
    "hidden": ("hidden link", "It is only linked where no reader can see it.", "info"),
    "nofollow": ("not to be followed", "Its links ask programs not to follow them.", "info"),
    "robots": ("robots.txt forbids it", "The site asks programs to stay out there.", "info"),
    "robots_unreachable": (
        "no robots.txt available",
        "We could not find out whether it may be asked for, so we did not ask.",
        "unknown",
    ),
    "depth": ("too deep", "It is too many links away from where the crawl began.", "info"),
    "page_limit": ("page limit", "The crawl had reached its limit.", "unknown"),
    "too_long": ("address too long", "It is longer than 2,083 characters.", "info"),
    "trap_path_loop": (
        "path that repeats itself",
        "Such an address, /a/b/a/b/a/b, is a sign of links without end.",
        "info",
    ),
    "trap_path_depth": (
        "path too deep",
        "So many parts in a path are a sign of links without end.",
        "info",
    ),
    "trap_query": (
        "one page asked in many ways",
        "So many forms of one page, told apart after the question mark, are a sign of links "
        "without end.",
        "info",
    ),
    "trap_calendar": (
        "calendar without end",
        "So many dates in one path are a sign of links without end.",
        "info",
    ),
    "trap_sitemap": ("too many sitemaps", "The site lists more of them than are read.", "info"),
    "redirect_limit": ("too many redirects", "More than ten redirects led there.", "info"),
    "requisite_limit": (
        "limit on pictures and styles",
        "The crawl had reached its limit for parts of pages.",
        "unknown",
    ),
    "unsafe_address": ("private network", "The address is never asked.", "info"),
    "taken_down": ("taken down", "It was removed from the archive on request.", "info"),
    "host_parked": ("server asked for rest", "It refused three times in a row.", "unknown"),
    "host_unreachable": (
        "server silent",
        "It did not answer several times in a row, so it was left alone.",
        "unknown",
    ),
    "redirect": ("redirect", "It leads to another address.", "info"),
    "redirect_loop": ("redirect loop", "Its redirects lead back to itself.", "bad"),
    "same_content": (
        "the same page again",
        "Byte for byte the page at the same path without what follows the question mark.",
        "info",
    ),
    "not_modified": ("unchanged", "What we have is still current.", "good"),
    "not_public": ("not public", "It is forbidden, or asks for a login.", "info"),
    "not_found": ("not there", "The server says that there is no such page.", "bad"),
    "odd_status": ("no content", "The server answered with neither a page nor a refusal.", "warn"),
    "not_a_page": ("not a page", "A sitemap or robots.txt.", "info"),
    "undecodable": ("cannot be unpacked", "Its compression is broken or unknown.", "bad"),
    "read_failed": ("not read", "A defect of our own reader.", "unknown"),
    "timeout": ("too slow", "The answer did not come in time.", "bad"),
    "starved": ("not heard", "Our own machine was too busy to hear an answer in time.", "unknown"),
    "dns": ("name unknown", "The name of the server could not be found.", "bad"),
    "refused": ("connection refused", "The server let nobody in.", "bad"),
    "reset": ("connection broken off", "The server broke off before it had answered.", "bad"),
    "tls": ("certificate or encryption", "No secure connection could be made.", "bad"),
    "too_large": ("too large", "The answer is longer than we accept.", "bad"),
    "truncated": ("answer broken off", "The answer ended too early.", "bad"),
    "bad_answer": ("not understood", "The answer was not valid HTTP.", "bad"),
    "http_429": ("too many requests", "The server asked for rest (429).", "unknown"),
    "http_503": ("not available", "The server said that it cannot answer now (503).", "unknown"),
}

ALIAS_REASON: Rows = {
    "host": ("another host name", "The same page under another name of the site.", "info"),
    "scheme": ("http or https", "The same page, asked with or without encryption.", "info"),
    "slash": ("with or without a slash", "The same page, with or without a slash.", "info"),
    "parameter": ("other parameters", "The same page, with more after its address.", "info"),
    "redirect": ("redirect", "It leads to the page.", "info"),
    "refresh": ("page that leads on", "A page that sends its readers to this one.", "info"),
    "declared": ("declared by the page", "The page gives itself another address.", "info"),
    "same_content": ("the same page again", "Byte for byte the same page.", "info"),
}

CHANGE: Rows = {
    "page_new": ("new page", "A page seen for the first time.", "info"),
    "page_gone": ("page gone", "A page that is no longer served.", "unknown"),
    "text_changed": ("text changed", "An article or news item reworded.", "warn"),
    "finding_new": ("new finding", "Something seen to be wrong for the first time.", "bad"),
    "finding_repaired": (
        "resolved",
        "Something no longer wrong: repaired, or back by itself.",
        "good",
    ),
}

RELATION: Rows = {
    "near_duplicate": ("nearly the same", "The wording of both is largely equal.", "info"),
    "series": ("same series", "Both are parts of one series.", "info"),
    "translation": ("translation", "Both say the same in two languages.", "info"),
}

FIDELITY: Rows = {
    "wire": ("exact bytes", "Exactly the bytes that were sent.", "good"),
    "reconstructed": (
        "rebuilt",
        "Put together from its parts, not as it was sent.",
        "info",
    ),
    "truncated": ("cut off", "The rest was not read, or is not kept.", "warn"),
    "imported": ("imported", "As another tool kept it.", "info"),
}

ABOUT: Rows = {
    "references": ("references", "A reference, its DOI or identifier, or the work itself.", "info"),
    "links": ("links and pages", "Where a link leads, or a page that cannot be read.", "info"),
}

CODES: dict[str, Rows] = {
    "coverage_reason": COVERAGE_REASON,
    "alias_reason": ALIAS_REASON,
    "change": CHANGE,
    "relation": RELATION,
    "fidelity": FIDELITY,
    "about": ABOUT,
}
"""Name of the vocabulary -> its words."""
