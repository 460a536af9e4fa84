"""The house rules a machine can see: sizes, names, documentation, whose packages these are."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import archive
import crawler
import pipelines
from archive.integrity import checking
from archive.packages.checking import UNPROVED
from archive.warc.parsing import LOSSES
from crawler.__main__ import patientline

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("crawler", "pipelines", "archive")
SOURCES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_files_to_look_at() -> None:
    assert {name_of(path).partition("/")[0] for path in SOURCES} == set(PACKAGES)
    assert len(SOURCES) > 400


def too_long_without_reason(text: str, tree: ast.Module) -> list[str]:
    """Functions over 60 lines and files over 400 whose module docstring gives no reason."""
    if re.search(r"\bLong (because|since)\b", ast.get_docstring(tree) or ""):
        return []
    found = [f"{text.count(chr(10))} lines"] if text.count("\n") > 400 else []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > 60:
                found.append(f"{node.name}: {lines} lines")
    return found


def test_sizes() -> None:
    wrong = {
        name_of(path): too_long_without_reason(path.read_text(encoding="utf-8"), tree)
        for path, tree in trees().items()
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_module_says_what_it_is() -> None:
    assert [name_of(path) for path, tree in trees().items() if not ast.get_docstring(tree)] == []


def test_packages_are_ours() -> None:
    """The three names are taken elsewhere; what is imported must be this checkout."""
    for package in (crawler, pipelines, archive):
        assert Path(package.__file__ or "").resolve().is_relative_to(ROOT)


def imports_of(path: Path) -> set[Path]:
    """Our files that one imports at its top: what is imported in a function is there by then."""
    found = set()
    for node in trees()[path].body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            module = ROOT / (node.module or "").replace(".", "/")
            found |= {module / f"{alias.name}.py" for alias in node.names}
            found.add(module.with_suffix(".py"))
    return found & set(SOURCES)


def test_rooms_side_by_side_import_one_way() -> None:
    """A folder's own files and the folders in it are one room; no two rooms import each other."""
    ways = {(path.parent, other.parent) for path in SOURCES for other in imports_of(path)}
    circles = [
        f"{a.relative_to(ROOT)} <-> {b.relative_to(ROOT)}"
        for a, b in ways
        if a < b and (b, a) in ways and not (b.is_relative_to(a) or a.is_relative_to(b))
    ]
    assert circles == []


DOES_IO = {
    *("scrapy", "requests", "aiohttp", "sqlite3", "sqlite_utils", "warcio", "socket", "subprocess")
}


def test_what_calls_itself_pure_does_no_input_or_output() -> None:
    claims = [p for p, t in trees().items() if re.search(r"\bPure\b", ast.get_docstring(t) or "")]
    assert len(claims) > 150
    imported = re.compile(r"^\s*(?:from|import) (\w+)", re.M)
    impure = {name_of(p): DOES_IO & {*imported.findall(p.read_text())} for p in claims}
    assert {name: found for name, found in impure.items() if found} == {}


def test_no_shapeless_names() -> None:
    shapeless = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [p for p in SOURCES if p.stem in shapeless or shapeless & set(p.parts)] == []


NOT_OUR_WORDS = {
    "snapshot": "capture",
    "checksum": "payload digest",
    "download_link": "landing page",
    "start_url": "seed",
}


def test_glossary_names() -> None:
    """Our own definitions use the glossary's words (docs/glossary.md)."""
    defined = [
        (name_of(path), node.name)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]
    wrong = [
        f"{file}: {name}: say {good}"
        for file, name in defined
        for bad, good in NOT_OUR_WORDS.items()
        if bad in name.lower()
    ]
    assert wrong == []


def make_targets() -> dict[str, str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z][a-z-]*):[^\n#]*(?:## ([^\n]+))?$", text, flags=re.M))


def test_every_make_target_has_its_sentence() -> None:
    targets = make_targets()
    assert {"run", "test", "crawl", "verify", "report", "replay", "serve", "publish"} <= set(
        targets
    )
    assert [name for name, sentence in targets.items() if not sentence] == []


def test_every_make_target_is_listed_for_users_or_developers() -> None:
    listed = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert [name for name in make_targets() if f"  make {name} " not in listed] == []


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_links_between_documents_resolve(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_every_file_is_listed() -> None:
    """A program lists them, folder by folder (docs/modules.md)."""
    told = (ROOT / "docs/modules.md").read_text(encoding="utf-8")
    listed = {
        f"{folder}/{name}"
        for folder, files in re.findall(r"^## (\S+)/\n(.*?)(?=^## |\Z)", told, re.M | re.S)
        for name in re.findall(r"^\| `(\S+\.py)` \| \S", files, re.M)
    }
    assert listed == {name_of(path) for path in SOURCES if path.name != "__init__.py"}


def test_nothing_tracked_names_a_machine_or_a_registry_host() -> None:
    """Lock files pin by name, version and hash; no download address, no machine path."""
    pattern = r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.org|/hom[e]/[a-z]|/roo[t]/"
    listed = subprocess.run(
        ["git", "grep", "-nIE", pattern], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listed.stdout == ""


def test_every_kind_of_anomaly_is_told_of_with_its_grade() -> None:
    """What ``archive check`` may find stands in docs/captures.md, as damage or as a deviation."""
    rooms = [*(ROOT / "archive/integrity").glob("*.py"), ROOT / "archive/warc/parsing.py"]
    alone = (ROOT / "archive/soundness.py", ROOT / "archive/packages/checking.py")
    source = "".join(path.read_text() for path in (*rooms, *alone))
    named = r'(?:kind=|kind, said = |yield \(?|return |append\(\(|None, \[\()\s*"([a-z_]+)",'
    kinds = {*re.findall(named, source), *checking._DAMAGE, UNPROVED}
    assert kinds > {*checking.DEVIATIONS, *LOSSES}
    told = dict.fromkeys(kinds, "")
    grade = ""
    for line in (ROOT / "docs/captures.md").read_text().splitlines():
        grade = {"| damage | |": "damage", "| deviation | |": "deviation", "": ""}.get(line, grade)
        told |= dict.fromkeys(re.findall(r"`(\w+)`", line.split("|")[1]) if grade else (), grade)
    assert told == {k: "deviation" if k in checking.DEVIATIONS else "damage" for k in kinds}


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    context = click.Context(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands_of(below, f"{path} {name}")


def test_every_command_and_option_has_its_sentence() -> None:
    """An argument is explained by the help of its command or of the group around it."""
    commands = dict(commands_of(patientline, "patientline"))
    assert len(commands) > 15
    assert [path for path, command in commands.items() if not command.help] == []
    unsaid = []
    for path, command in commands.items():
        around = f"{command.help} {commands.get(path.rpartition(' ')[0], command).help}"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                is_said = bool(parameter.help) and not parameter.hidden
            else:
                is_said = (parameter.metavar or parameter.human_readable_name) in around
            if not is_said:
                unsaid.append(f"{path}: {parameter.name}")
    assert unsaid == []


def test_every_setting_has_its_sentence() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| .*? \| (.*?) *\|$", (ROOT / "docs/settings.md").read_text(), re.M
    )
    assert len(rows) > 80
    assert [key for key, sentence in rows if not sentence] == []
