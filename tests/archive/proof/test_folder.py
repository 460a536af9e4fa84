"""Where captures are looked for, and how they are kept from being served."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.proof.folder import ENVIRONMENT, captures_beside

CASES = [
    ("beside, as the crawl leaves it", None, None, "captures"),
    ("named in the settings", '{"captures": "../elsewhere"}', None, "elsewhere"),
    ("switched off in the settings", '{"captures": null}', None, None),
    ("named in the environment", '{"captures": null}', "../elsewhere", "elsewhere"),
    ("switched off in the environment", None, "", None),
    ("not there", '{"captures": "../nowhere"}', None, None),
    ("settings that are none", "[]", None, "captures"),
    ("settings that are damaged", "{", None, "captures"),
    ("a setting that is none", '{"captures": 7}', None, None),
]


@pytest.mark.parametrize(("why", "settings", "environment", "expected"), CASES)
def test_the_folder(
    why: str,
    settings: str | None,
    environment: str | None,
    expected: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("captures", "elsewhere", "published"):
        (tmp_path / name).mkdir()
    if settings is not None:
        (tmp_path / "published" / "site.json").write_text(settings)
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    if environment is not None:
        monkeypatch.setenv(ENVIRONMENT, environment)
    found = captures_beside(tmp_path / "published")
    assert found == ((tmp_path / expected).resolve() if expected else None), why
