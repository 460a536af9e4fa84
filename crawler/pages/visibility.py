"""Text that readers cannot see: hidden by attribute, inline style or simple style rules.

Only the page itself is known, not its linked style sheets, so this finds what a page hides on
purpose (traps, templates), not everything a browser would. What a button opens counts as
visible. Pure.
"""

from __future__ import annotations

import re
from functools import cached_property

from bs4 import BeautifulSoup, Tag

from crawler.pages.buttons import CONTROL_CLASS
from crawler.pages.elements import OPENER_TAGS, has_inside
from crawler.pages.tree import Tree

MAX_STYLE = 200_000  # characters of style sheets looked at

_NONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|clip\s*:\s*rect\(\s*(?:0|1px)[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|transform\s*:\s*scale[xy]?\(\s*0\s*\)",
    re.I,
)
_OFF_SCREEN = re.compile(
    r"(?:^|[;\s{])(?:left|right|top|margin-left|margin-top)\s*:\s*-\d{3,}", re.I
)
_POSITIONED = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.I)
_ZERO_SIZE = re.compile(r"(?:^|[;\s{])(?:width|height)\s*:\s*[01](?:px|em|%)?\s*(?:;|!|$)", re.I)
_CLIPPED = re.compile(r"overflow\s*:\s*(?:hidden|clip)", re.I)
_FAINT = re.compile(r"(?:^|[;\s])(?:opacity|font-size)\s*:\s*0(?:px|em|%|\.0+)?\s*(?:;|!|$)", re.I)
_SHOWN = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.I)

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SIMPLE = re.compile(r"[a-z][a-z0-9]*?([.#][\w-]+)|([.#][\w-]+)", re.I)
_NAMES = re.compile(r"[.#][\w-]+")
_END_OF_AT = re.compile(r"[;{]")
_TOGGLES = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target")


_PARTS = frozenset({"li", "dd", "tr", "p"})
"""Of which a page hides the last ones, and the control stands beside them all."""
_NO_HEIGHT = re.compile(r"(?:^|[;\s])height\s*:\s*0", re.I)
LONGEST_TITLE, FOLDED_TEXT = 120, 200
"""Letters of the title of a part that is folded in, and, links left out, of the part at least."""
_TEXT = 30
"""Letters of what a reader opens to read it; a trap for programs has fewer."""
MAX_SCRIPT = 500
"""Characters of a script in an attribute that are looked at."""
_NAMED = re.compile(r"""["'#]([\w-]{1,60})["']""")
_GOES_NOWHERE = re.compile(r"(?:#!?|javascript:.{0,200})?", re.I | re.S)


def _is_control(tag: Tag) -> bool:
    """Whether a script most likely makes a control of an element, or of one in it."""
    return any(map(_is_operated, (tag, *tag.find_all(True, limit=8))))


def _is_operated(tag: Tag) -> bool:
    attributes = tag.attrs
    if tag.name in OPENER_TAGS or "onclick" in attributes or "aria-expanded" in attributes:
        return True
    if str(attributes.get("role", "")).lower() in ("button", "tab"):
        return True
    if tag.name == "a" and _GOES_NOWHERE.fullmatch(str(attributes.get("href", "")).strip()):
        return "name" not in attributes and "id" not in attributes
    return CONTROL_CLASS.search(str(attributes.get("class", ""))) is not None


def _is_folded(tag: Tag, before: object) -> bool:
    """Whether nothing but its height hides a text below a title of its own: a script folds it out
    when a reader clicks the title, whatever the two are called."""
    style = str(tag.attrs.get("style") or "")
    if not _NO_HEIGHT.search(style) or _NONE.search(style) or _POSITIONED.search(style):
        return False
    if not isinstance(before, Tag) or not 0 < len(before.get_text().strip()) <= LONGEST_TITLE:
        return False
    linked = sum(len(link.get_text()) for link in tag.find_all("a"))
    return len(tag.get_text()) - linked >= FOLDED_TEXT


class HiddenRules:
    """Tells which elements a page hides, and which of them a control of the page opens."""

    def __init__(self, soup: BeautifulSoup, selectors: frozenset[str]) -> None:
        self._soup = soup
        self._has_control: dict[int, bool] = {}
        self.selectors = selectors
        """Hidden by the page's own style sheets, as in CSS: ``.trap``, ``#trap``."""

    def hides(self, tag: Tag) -> bool:
        """Whether a reader sees nothing of this element."""
        attributes = tag.attrs
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return not self._opens(tag)
        style = attributes.get("style")
        if style and _hides(str(style), is_link=tag.name == "a"):
            return not self._opens(tag)
        if self.selectors:
            names = [f".{name}" for name in str(attributes.get("class") or "").split()]
            names.append(f"#{attributes.get('id')}")
            if not self.selectors.isdisjoint(names):
                return not self._opens(tag)
        return False

    def _opens(self, tag: Tag) -> bool:
        """Whether a control of the page opens it: by its id, a button right before it, or, where
        it has a text, a title or a link beside it that a script makes one."""
        if "id" in tag.attrs and tag.attrs["id"] in self._opened:
            return True
        before = tag.find_previous_sibling()
        if isinstance(before, Tag) and (before.name in OPENER_TAGS or has_inside(before, "button")):
            return True
        if _is_folded(tag, before):
            return True
        around = tag.parent if tag.name in _PARTS and tag.parent is not None else tag
        return self._has_control_beside(around) and len(tag.get_text()) >= _TEXT

    def _has_control_beside(self, tag: Tag) -> bool:
        """Whether a control stands right before or behind it; looked for once for all its parts."""
        known = self._has_control.get(id(tag))
        if known is None:
            beside = (tag.find_previous_sibling(), tag.find_next_sibling())
            known = any(isinstance(found, Tag) and _is_control(found) for found in beside)
            self._has_control[id(tag)] = known
        return known

    @cached_property
    def _opened(self) -> frozenset[str]:
        """Ids that some control of the page names; looked for when first needed."""
        named: set[str] = set()
        for tag in self._soup.find_all(True):
            for name in _TOGGLES:
                if name in tag.attrs:
                    named.update(str(tag.attrs[name]).replace("#", " ").split())
            if tag.name == "a" and str(tag.attrs.get("href", "")).startswith("#"):
                named.add(str(tag.attrs["href"])[1:])
            if "onclick" in tag.attrs:
                named.update(_NAMED.findall(str(tag.attrs["onclick"])[:MAX_SCRIPT]))
        return frozenset(named)


def read_rules(tree: Tree) -> HiddenRules:
    """The rules of a page."""
    sheets = "\n".join(str(style.string or "") for style in tree.tags["style"])
    return HiddenRules(tree.soup, hidden_selectors(sheets) if sheets else frozenset())


def hidden_selectors(css: str) -> frozenset[str]:
    """``.class`` and ``#id`` hidden by a plain rule and shown again by none.

    Rules inside ``@media`` and the like do not hold everywhere and are left out.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for rule in _top_level(_COMMENT.sub("", css[:MAX_STYLE])).split("}"):
        selectors, _, declarations = rule.partition("{")
        if _hides(declarations):
            for selector in selectors.split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple:
                    hidden.add(simple.group(1) or simple.group(2))
        elif _SHOWN.search(declarations):
            shown.update(_NAMES.findall(selectors))
    return frozenset(hidden - shown)


def _hides(style: str, *, is_link: bool = False) -> bool:
    if _NONE.search(style):
        return True
    if _POSITIONED.search(style) and _OFF_SCREEN.search(style):
        return True
    if _CLIPPED.search(style) and _ZERO_SIZE.search(style):
        return True
    # Fading in and closing gaps use these on containers; a link that has them is a trap.
    return is_link and bool(_FAINT.search(style))


def _top_level(css: str) -> str:
    """The style sheet without its at-rules and their blocks."""
    kept: list[str] = []
    position = 0
    while (start := css.find("@", position)) >= 0:
        kept.append(css[position:start])
        end = _END_OF_AT.search(css, start)
        if end is None:
            return "".join(kept)
        position = end.end()
        depth = 1 if end.group() == "{" else 0
        while depth and position < len(css):
            depth += {"{": 1, "}": -1}.get(css[position], 0)
            position += 1
    kept.append(css[position:])
    return "".join(kept)
