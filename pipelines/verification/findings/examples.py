"""DOI names given only as examples: nothing has to stand behind them. Pure.

``A DOI looks like 10.1000/xyz123``: outside of a reference a notice at most, where such a name is
not registered; and nothing of names under prefixes that are for tests.
"""

from __future__ import annotations

import re

from archive.records import KeptMention

_PREFIXES = frozenset({"10.5555", "10.1234", "10.9999"})
"""Crossref's own for tests (10.5555), and those that manuals make their examples of."""
_FAR = 80
"""Characters before a name in which an example is announced."""
_EXAMPLE = re.compile(
    r"(?i)(?:\b(?:looks? (?:something )?like|for example|for instance|such as|e\.\s?g\.|examples?\b"
    r"|in the form|of the form|sieht (?:etwa |zum beispiel )?so aus|z\.\s?b\.|zum beispiel"
    r"|beispiel(?:sweise)?\b|etwa so|in der form|par exemple|p\.\s?ex\.|ressemble à"
    r"|exemples?\b|sous la forme|por ejemplo|p\.\s?ej\.|ejemplo\b|por exemplo|exemplo\b"
    r"|ad esempio|per esempio|p\.\s?es\.|esempio\b|bijvoorbeeld|bijv\.|voorbeeld\b|na przykład"
    r"|np\.|przykład\b|örneğin|örnek\b|mesela|till exempel|t\.\s?ex\.|for eksempel|f\.\s?eks\.)"
    r"|например|παράδειγμα|例えば|例如|例：)(?:[^.!?(;\d]|\.(?=\S)){0,40}$"
)


def is_for_tests(mention: KeptMention) -> bool:
    """Whether a name outside of a reference has a prefix under which no work is."""
    return mention.reference_id is None and mention.value.partition("/")[0] in _PREFIXES


def is_example(mention: KeptMention) -> bool:
    """Whether a text outside of a reference announces an example before a name."""
    at = mention.context.find(mention.printed)
    if mention.reference_id is not None or at < 0:
        return False
    return _EXAMPLE.search(mention.context[max(0, at - _FAR) : at]) is not None
