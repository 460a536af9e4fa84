"""Reads a TOML table into a frozen dataclass, or says what is wrong with it. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import GenericAlias, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from crawler.profile import ProfileError

T = TypeVar("T")

_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def wrong(file: str, key: str, what: str) -> ProfileError:
    """The error for one key, e.g. ``sites/a.toml: politeness.delay_s must be above 0.``"""
    return ProfileError(f"{file or 'profile'}: {key} {what}.")


def read_table(
    cls: type[T], table: Mapping[str, object], file: str, key: str = "", base: T | None = None
) -> T:
    """``table`` as an instance of the dataclass ``cls``, checked key by key.

    Absent keys keep the value of ``base``, else their default. Raises ``ProfileError`` for
    unknown keys (with the nearest known one), wrong types and required keys that are missing.
    """
    hints = get_type_hints(cls)
    names = [f.name for f in fields(cls) if f.name != "file"]  # type: ignore[arg-type]
    for name in table:
        if name not in names:
            close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(names)}"
            raise ProfileError(f"{file}: {_path(key, str(name))} is not a setting; {hint}")
    values: dict[str, Any] = {}
    for f in fields(cls):  # type: ignore[arg-type]
        path = _path(key, f.name)
        if f.name in table:
            kept = getattr(base, f.name) if base is not None else None
            values[f.name] = _read_value(hints[f.name], table[f.name], file, path, kept)
        elif base is not None:
            values[f.name] = getattr(base, f.name)
        elif f.default is MISSING and f.default_factory is MISSING:
            raise wrong(file, path, "is missing")
    return cls(**values)


def _path(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _read_value(hint: Any, value: object, file: str, path: str, base: Any = None) -> Any:
    """``value`` as the type ``hint`` says, over the table ``base``; raises ``ProfileError``."""
    if isinstance(hint, UnionType):  # "X | None": what may be absent
        hint = get_args(hint)[0]
    origin = get_origin(hint)
    if origin is tuple and isinstance(hint, GenericAlias):
        if not isinstance(value, list | tuple):
            raise wrong(file, path, f"must be a list, not {value!r}")
        inner = get_args(hint)[0]
        return tuple(_read_value(inner, v, file, f"{path}[{n}]") for n, v in enumerate(value, 1))
    if is_dataclass(hint) or origin is not None:
        if not isinstance(value, Mapping):
            raise wrong(file, path, f"must be a table, not {value!r}")
        if origin is None:
            return read_table(hint, value, file, path, base)
        inner = get_args(hint)[1]
        return {str(k): _read_value(inner, v, file, _path(path, str(k))) for k, v in value.items()}
    if issubclass(hint, StrEnum):
        known = [str(member) for member in hint]
        if value not in known:
            raise wrong(file, path, f"must be one of {', '.join(known)}, not {value!r}")
        return hint(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if hint is float and is_number:
        return float(value)  # type: ignore[arg-type]
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise wrong(file, path, f"must be {_WORDS[hint]}, not {value!r}")
    return value
