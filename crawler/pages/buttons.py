"""Links that are buttons: a script acts when they are clicked, whatever address they name. Pure."""

from __future__ import annotations

import re

from bs4 import Tag

CONTROL_CLASS = re.compile(
    r"toggl|accordion|spoiler|collaps|expand|flip|reveal|trigger|opener|tab[-_](?:title|header)"
    r"|(?:^|[\s_-])(?:show|read|load|view|see)?[-_]?(?:more|all)(?:$|[\s_-])",
    re.I,
)
"""Names of classes that controls of a page have."""
_FOR_SCRIPTS = re.compile(r"(?:^|\s)js-", re.I)
"""Names of classes by which scripts find what they act on."""
_HANDLERS = re.compile(
    r"on(?:click|mousedown|mouseup|keydown|touchstart|submit)|jsaction|hx-(?:get|post)"
    r"|(?:data-)?ng-click|(?:@|v-on:|x-on:|wire:|\()click.*"
    r"|data-(?:bs-|mdb-|uk-)?(?:toggle|target|dismiss|slide|tab|modal|action|open|close|bind"
    r"|fancybox|lightbox|reveal|popup)(?:-[\w-]+)?"
    r"|aria-(?:expanded|controls|haspopup|pressed)",
    re.I,
)
"""Attributes by which a script is told to act: those of HTML, and of the usual libraries."""
_ROLES = frozenset({"button", "checkbox", "menuitem", "option", "switch", "tab"})
_MISSPELT_SCRIPT = re.compile(
    r"j[avscript]{7,10}[:;,.]*(?:void(?:\(?0?\)?|0))?;?|void\(?0?\)?;?", re.I
)
_LONGEST = 40
"""Characters of what may be a misspelt script."""
_JUMPS_NOWHERE = re.compile(
    r"#(?:[0_#!;-]+|void|null|none|nogo|no-?link|no-?scroll|no-?where|javascript.*)?", re.I | re.S
)


def may_be_button(printed: str) -> bool:
    """Whether a target is one that buttons have: nothing, a place in the page, a script.

    >>> may_be_button("#tab-2"), may_be_button("javascript;"), may_be_button("tabs.htm")
    (True, True, False)
    """
    said = printed.strip()
    return not said or said[0] == "#" or is_misspelt_script(said)


def is_misspelt_script(printed: str) -> bool:
    """Whether somebody meant ``javascript:void(0)``, which leads nowhere, and wrote it otherwise.

    >>> is_misspelt_script("javascript;"), is_misspelt_script("java.htm")
    (True, False)
    """
    is_short = len(printed) <= _LONGEST
    return is_short and _MISSPELT_SCRIPT.fullmatch("".join(printed.split())) is not None


def jumps_nowhere(printed: str) -> bool:
    """Whether a place in the page is named as buttons name it, so that browsers stay where they
    are.

    >>> jumps_nowhere("#0"), jumps_nowhere("#causes")
    (True, False)
    """
    return _JUMPS_NOWHERE.fullmatch(printed.strip()) is not None


def is_operated(tag: Tag) -> bool:
    """Whether a script acts when the element is clicked, as far as its attributes tell."""
    attributes = tag.attrs
    if any(_HANDLERS.fullmatch(name) for name in attributes):
        return True
    if str(attributes.get("role", "")).lower() in _ROLES:
        return True
    names = str(attributes.get("class", ""))
    return bool(CONTROL_CLASS.search(names) or _FOR_SCRIPTS.search(names))
