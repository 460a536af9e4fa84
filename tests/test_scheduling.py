"""The examples of docs/scheduling.md: what is shown there can be read by those who run it."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from crawler.__main__ import patientline

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "scheduling.md").read_text("utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.M | re.S)


def workflow() -> dict[Any, Any]:
    (text,) = examples("yaml")
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


def scripts() -> list[str]:
    steps = workflow()["jobs"]["audit"]["steps"]
    return [*examples("sh"), *(step["run"] for step in steps if "run" in step)]


def test_the_workflow_has_what_a_workflow_needs() -> None:
    found = workflow()
    assert found[True]["schedule"] == [{"cron": "17 4 * * 1"}]  # YAML 1.1 reads "on" as true
    assert found["permissions"] == {"contents": "read", "issues": "write"}
    steps = found["jobs"]["audit"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert all(re.fullmatch(r"actions/[\w/-]+@v\d+", s["uses"]) for s in steps if "uses" in s)
    kept = [step["with"]["key"] for step in steps if "cache" in step.get("uses", "")]
    assert len(kept) == 2
    assert len(set(kept)) == 1
    names = {step["id"] for step in steps if "id" in step}
    assert set(re.findall(r"steps\.(\w+)\.", str(steps))) <= names


@pytest.mark.parametrize("script", scripts())
def test_a_script_is_one(script: str) -> None:
    read = subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


COMMANDS = re.findall(r"^\s*(?:ExecStart=)?\S*patientline ((?:run|report) .*)$", PAGE, flags=re.M)


@pytest.mark.parametrize("line", COMMANDS)
def test_the_options_shown_are_there(line: str) -> None:
    command, *options = line.split(" > ")[0].split(" || ")[0].split()
    told = CliRunner().invoke(patientline, [command, "--help"]).output
    shown = [option for option in options if option.startswith("--")]
    assert all(option in told for option in shown), line


def test_each_way_says_whom_a_live_site_can_write_to() -> None:
    ways = [text for text in (*examples("sh"), *examples("ini")) if "patientline run" in text]
    assert len(ways) == 3
    assert all(re.search(r"\bPATIENTLINE_CONTACT=\S+@", text) for text in ways)
    assert "@" in workflow()["jobs"]["audit"]["env"]["PATIENTLINE_CONTACT"]


@pytest.mark.parametrize("text", examples("ini"))
def test_a_unit_is_one(text: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read_string(text)
    assert "Unit" in unit
    assert {"Service", "Timer"} & set(unit.sections())


def test_an_issue_never_holds_more_than_github_takes(tmp_path: Path) -> None:
    (line,) = re.findall(r"awk '(.+)' \"\$reports", PAGE)
    report = "".join(f"- finding {n} {'x' * 90}\n" for n in range(2000))
    (tmp_path / "report.md").write_text(report)
    told = subprocess.run(
        ["awk", line, str(tmp_path / "report.md")], capture_output=True, text=True, check=True
    ).stdout
    assert report.startswith(told)
    assert 59_000 < len(told) < 60_000
