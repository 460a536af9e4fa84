"""The elements of a page that point somewhere, before their targets are resolved. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import Tag

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


_MORE_ATTRIBUTES = {
    "body": ("background",),
    "button": ("formaction",),
    "image": ("href", "xlink:href"),
    "input": ("src", "formaction"),
    "link": ("imagesrcset",),
    "table": ("background",),
    "td": ("background",),
    "use": ("href", "xlink:href"),
    "video": ("poster",),
}
_SETS = frozenset({"srcset", "imagesrcset"})


def is_framed(tag: Tag) -> bool:
    """Whether it shows a page that stands in itself (``srcdoc``), whatever else it names."""
    return tag.name == "iframe" and "srcdoc" in tag.attrs


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
    label = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title")
    return LinkSite(
        element=tag.name,
        attribute=attribute,
        printed=str(attributes[attribute]),
        rel=str(attributes.get("rel") or ""),
        landmark=landmark,
        origin=origin,
        label=str(label or ""),
    )
