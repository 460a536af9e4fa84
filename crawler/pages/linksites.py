"""The elements of a page that point somewhere, before their targets are resolved. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import Tag

from crawler.pages.buttons import is_operated, may_be_button
from crawler.pages.css import addresses_of_css
from crawler.pages.embedded import addresses_of_srcset

LINK_ATTRIBUTES = {
    "a": "href",
    "area": "href",
    "audio": "src",
    "blockquote": "cite",
    "embed": "src",
    "form": "action",
    "frame": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "q": "cite",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}
"""Element -> the attribute with its target."""
_CLICKED = frozenset({"a", "area", "form"})
MAX_DRAWING_DEPTH = 20
"""Elements around a link in a drawing that are looked at for its ``svg``."""


@dataclass(slots=True)
class LinkSite:
    """One element that points somewhere."""

    element: str
    attribute: str
    printed: str
    rel: str
    landmark: str
    origin: int
    """Number of the piece it stands in or before."""
    is_inside: bool = False
    """Whether text of that piece stood before it."""
    is_hidden: bool = False
    label: str = ""
    """Alternative text, for links without visible text."""
    media_type: str = ""
    """What a ``link`` element says that it leads to."""
    is_button: bool = False
    """Whether it has a target as buttons have, and a script acts on it."""


_LATE = ("data-src", "data-lazy-src", "data-original", "data-srcset", "data-lazy-srcset")
"""Where pictures stand that a script puts in when a reader comes to them (``loading=lazy`` needs
none): what content systems and their usual libraries write, and no standard."""
_LATE_SETS = frozenset({"data-srcset", "data-lazy-srcset"})
_MORE_ATTRIBUTES = {
    "body": ("background",),
    "button": ("formaction",),
    "image": ("href", "xlink:href"),
    "img": _LATE,
    "input": ("src", "formaction"),
    "link": ("imagesrcset",),
    "source": _LATE,
    "table": ("background",),
    "td": ("background",),
    "use": ("href", "xlink:href"),
    "video": ("poster",),
}
_SETS = frozenset({"srcset", "imagesrcset"}) | _LATE_SETS
_OF_A_PICTURE = re.compile(
    r"""(?!(?:data|blob|about|javascript):)[^\s{}<>\[\]()|"'\\%$]*+(?:%[0-9a-f]{2}[^\s{}<>\[\]()|"'\\%$]*+)*+""",
    re.I,
)
_PICTURE_NAME = re.compile(r"\.(?:avif|bmp|gif|ico|jfif|jpe?g|png|svg|tiff?|webp)(?:[?#]|$)", re.I)


def is_framed(tag: Tag) -> bool:
    """Whether it shows a page that stands in itself (``srcdoc``), whatever else it names."""
    return tag.name == "iframe" and "srcdoc" in tag.attrs


def is_picture_address(printed: str) -> bool:
    """Whether an attribute for scripts holds the address of a picture, as far as it tells: others
    hold templates, numbers of slides, and settings.

    >>> is_picture_address("/media/spine.png"), is_picture_address("spine.webp?w=300")
    (True, True)
    >>> is_picture_address("/media/{width}/spine.png"), is_picture_address("slide-2")
    (False, False)
    """
    said = printed.strip()
    is_clean = bool(said) and _OF_A_PICTURE.fullmatch(said) is not None
    is_path = said.lower().startswith(("/", "./", "../", "http://", "https://"))
    return is_clean and (is_path or _PICTURE_NAME.search(said) is not None)


def has_more(tag: Tag) -> bool:
    """Whether an element points elsewhere by more than its one attribute."""
    return "style" in tag.attrs or "srcset" in tag.attrs or tag.name in _MORE_ATTRIBUTES


def more_sites(tag: Tag, landmark: str, origin: int) -> Iterator[LinkSite]:
    """What else the element loads: the images of a set, of its style, behind it."""
    attributes = tag.attrs
    for attribute in (*_MORE_ATTRIBUTES.get(tag.name, ()), "srcset", "style"):
        text = str(attributes.get(attribute) or "")
        if not text:
            continue
        if attribute == "style":
            printed = addresses_of_css(text, is_attribute=True)
        else:
            printed = addresses_of_srcset(text) if attribute in _SETS else [text]
            if attribute in _LATE:
                printed = list(filter(is_picture_address, printed))
        for address in printed:
            yield LinkSite(
                element=tag.name,
                attribute=attribute,
                printed=address,
                rel=str(attributes.get("rel") or ""),
                landmark=landmark,
                origin=origin,
            )


def site_of(tag: Tag, landmark: str, origin: int) -> LinkSite | None:
    """Where the element points, if anywhere; of forms only those that a GET submits."""
    attribute = LINK_ATTRIBUTES.get(tag.name)
    attributes = tag.attrs
    if tag.name == "a" and "xlink:href" in attributes and "href" not in attributes:
        is_drawn = any(outer.name == "svg" for outer in islice(tag.parents, MAX_DRAWING_DEPTH))
        attribute = "xlink:href" if is_drawn else None  # SVG 1.1; in SVG 2 a plain href wins
    if attribute is None or attribute not in attributes or is_framed(tag):
        return None
    if tag.name == "form" and str(attributes.get("method") or "get").lower() != "get":
        return None
    printed = str(attributes[attribute])
    label = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title")
    return LinkSite(
        element=tag.name,
        attribute=attribute,
        printed=printed,
        rel=str(attributes.get("rel") or ""),
        landmark=landmark,
        origin=origin,
        label=str(label or ""),
        media_type=str(attributes.get("type") or "") if tag.name == "link" else "",
        is_button=tag.name in _CLICKED and may_be_button(printed) and is_operated(tag),
    )
