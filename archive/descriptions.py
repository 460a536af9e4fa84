"""Reads the string below each field of a dataclass as its description, for documentation."""

from __future__ import annotations

import ast
import inspect


def field_descriptions(shape: type) -> dict[str, str]:
    """Field or property of a dataclass -> the text that stands below it in the source."""
    (body,) = ast.parse(inspect.getsource(shape)).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for statement, after in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            text = str(after.value.value) if is_text else ""  # type: ignore[union-attr]
            found[statement.target.id] = " ".join(text.split())
        elif isinstance(statement, ast.FunctionDef) and statement.decorator_list:
            found[statement.name] = (ast.get_docstring(statement) or "").splitlines()[0]
    return found
