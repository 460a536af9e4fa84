"""The JSON Schema of the report as JSON (draft 2020-12), made from the shapes themselves.

``docs/report.schema.json`` is this, written by ``make docs``. Fields may be added without a new
``format``, so a reader takes what it knows and leaves the rest.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from archive.descriptions import field_descriptions
from archive.records import FindingKind
from archive.reports.items import SEVERITIES, Item
from archive.reports.json import DERIVED, FORMAT
from archive.reports.report import SECTIONS, Report

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_WORDS: Mapping[tuple[type, str], tuple[str, ...]] = {
    (Item, "change"): tuple(word for word, _ in SECTIONS),
    (Item, "severity"): SEVERITIES,
    (Item, "kind"): tuple(str(kind) for kind in FindingKind),
}
"""Fields with a closed vocabulary."""


def render() -> str:
    """The schema as text, ending in a line break."""
    shapes: dict[str, Any] = {}
    root = _object(Report, shapes)
    root["properties"] = {"format": {"const": FORMAT, "description": "Version of this form."}} | (
        root["properties"]
    )
    root["required"] = ["format", *root["required"]]
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of patientline",
        **root,
        "$defs": dict(sorted(shapes.items())),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _object(shape: type, shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass; those of the shapes inside it are added to ``shapes``."""
    hints, said = get_type_hints(shape), field_descriptions(shape)
    properties: dict[str, Any] = {}
    for field in fields(shape):
        described = _schema(hints[field.name], shapes) | {"description": said[field.name]}
        if words := _WORDS.get((shape, field.name)):
            described["enum"] = list(words)
        properties[field.name] = described
    for name in DERIVED.get(shape, ()):
        properties[name] = {"type": "string", "description": said[name]}
    return {
        "description": (inspect.getdoc(shape) or "").splitlines()[0],
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _schema(hint: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field's type: plain, a shape, alternatives, a list, or a tuple."""
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in shapes:
            shapes[hint.__name__] = _object(hint, shapes)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    inside = get_args(hint)
    if isinstance(hint, UnionType):
        return {"type": [_PLAIN[kind] for kind in inside]}
    if get_origin(hint) is tuple and inside[-1] is Ellipsis:
        return {"type": "array", "items": _schema(inside[0], shapes)}
    if get_origin(hint) is tuple:
        parts = [_schema(part, shapes) for part in inside]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    raise TypeError(f"{hint} has no place in a report")
