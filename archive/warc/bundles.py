"""Several records in one gzip member or Zstandard frame, where there should be one in each.

So ``gzip FILE.warc`` makes it, and FastWARC unless it is told otherwise. Every reader that does not
jump to offsets reads such files, so they are read here too.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

from archive.warc.members import PLAIN, Piece, plain_pieces_of


def parts_of(piece: Piece) -> Iterator[Piece]:
    """The records of a piece that holds several; their places count in its unpacked bytes.

    Nothing where it holds one, or does not begin with a whole one. Of a piece that is cut short
    those that are whole before its end; of one that is damaged otherwise nothing: its check sum
    stands at its end, so that a text may have been changed anywhere before, and a digest of a block
    says nothing of the address above it. To be used before the next is asked for. Raises OSError.
    """
    if piece.damage not in ("", "truncated") or not _seems_several(piece):
        return
    with NamedTemporaryFile() as plain:
        for chunk in _readable(piece):
            plain.write(chunk)
        plain.flush()
        parts = plain_pieces_of(Path(plain.name))
        first, second = next(parts), next(parts, None)
        if first.damage or second is None:
            return
        for part in chain((first, second), parts):
            if not (piece.damage and part.damage):
                yield part


def _seems_several(piece: Piece) -> bool:
    """Whether a record may begin in it behind the first. What stands between two is not looked at:
    line ends, fewer of them, what fills up, or nothing."""
    end = b""
    if not piece.held.startswith(PLAIN):
        return False
    begun = 0
    for chunk in _readable(piece):
        begun += (end + chunk).count(PLAIN)
        if begun > 1:
            return True
        end = (end + chunk)[1 - len(PLAIN) :]
    return False


def _readable(piece: Piece) -> Iterator[bytes]:
    """What a piece unpacks to, as far as it goes."""
    with suppress(zlib.error):
        yield from piece.chunks()
