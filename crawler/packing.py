"""Page records as bytes, for the way from the process that reads to the one that keeps.

Nearly all of a record are its blocks and links, a hundred of them on a usual page. Python's own way
to pickle a frozen dataclass with slots asks for its fields each time, which took as long as a tenth
of the reading; here they travel as plain tuples.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from archive.records import Anchor, Block, Link, PageRecord

T = TypeVar("T")


class _Shape(Generic[T]):
    """The fields of one class of records, in order; ``last`` is moved to the end."""

    def __init__(self, of: type[T], last: str = "") -> None:
        names = [field.name for field in fields(cast(Any, of))]
        names.sort(key=last.__eq__)
        self._of = of
        self.values: Callable[[T], tuple[Any, ...]] = attrgetter(*names)
        self._setters = [getattr(of, name).__set__ for name in names]

    def made_of(self, values: Iterable[Any]) -> T:
        """The record with these values, as unpickling makes it: without its ``__init__``."""
        made = object.__new__(self._of)
        for put, value in zip(self._setters, values, strict=True):
            put(made, value)
        return made


_ANCHOR, _BLOCK, _LINK = _Shape(Anchor), _Shape(Block, last="anchors"), _Shape(Link)


def pack(record: PageRecord) -> bytes:
    """A record as bytes for ``unpack``."""
    blocks = []
    for block in record.blocks:
        *values, anchors = _BLOCK.values(block)
        blocks.append((values, [_ANCHOR.values(anchor) for anchor in anchors]))
    links = [_LINK.values(link) for link in record.links]
    return pickle.dumps((replace(record, blocks=(), links=()), blocks, links))


def unpack(content: bytes | memoryview) -> PageRecord:
    """The record that was packed; for bytes of our own only, as all pickles."""
    record, blocks, links = pickle.loads(content)
    return replace(
        cast(PageRecord, record),
        blocks=tuple(
            [
                _BLOCK.made_of((*values, tuple([_ANCHOR.made_of(anchor) for anchor in anchors])))
                for values, anchors in blocks
            ]
        ),
        links=tuple([_LINK.made_of(values) for values in links]),
    )
