"""Brings old tables to the schema as it is now, with nothing lost.

SQLite cannot change a CHECK or add a STRICT column with one everywhere, so a table whose SQL
differs is made anew, filled from the old one and renamed (the procedure of
sqlite.org/lang_altertable.html §7). Columns that are gone are left behind.
"""

from __future__ import annotations

import re

from sqlite_utils import Database

_TABLE = re.compile(r"CREATE TABLE (\w+) \(.*?\n\) STRICT", re.S)
_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+)\([^;]*", re.S)


def remake_changed(db: Database, schema: str) -> list[str]:
    """Make every table of ``schema`` (SQL) as it is written there, and its indexes; the names of
    the tables that were changed.

    Raises ``sqlite3.IntegrityError`` when a row cannot be taken over; the surrounding
    transaction is the caller's. Foreign keys must be off, or dropping the old table would
    delete what points to it.
    """
    changed = []
    db.execute("PRAGMA legacy_alter_table = ON")  # references to the table keep its name
    for match in _TABLE.finditer(schema):
        name, wanted = match[1], match[0]
        table = db.table(name)
        if not table.exists():
            db.execute(wanted)
        elif _bare(str(table.schema)) != _bare(wanted):
            _remake(db, name, wanted)
        else:
            continue
        changed.append(name)
    known = dict(
        db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''")
    )
    for match in _INDEX.finditer(schema):
        if match[2] in changed or _bare(known.get(match[1], match[0])) != _bare(match[0]):
            db.execute(f"DROP INDEX IF EXISTS {match[1]}")
        db.execute(match[0].replace(" INDEX ", " INDEX IF NOT EXISTS ", 1))
    db.execute("PRAGMA legacy_alter_table = OFF")
    return changed


def _remake(db: Database, name: str, wanted: str) -> None:
    for view in db.view_names():  # made again from their own SQL whenever a database is opened
        db.execute(f"DROP VIEW {view}")
    old = [column.name for column in db.table(name).columns]
    db.execute(wanted.replace(f"CREATE TABLE {name} ", f"CREATE TABLE {name}_new ", 1))
    new = {column.name for column in db.table(f"{name}_new").columns}
    kept = ", ".join(column for column in old if column in new)
    # Search indexes know rows by their rowid, which an INTEGER key already is.
    columns = kept if _has_number_key(db, name) else f"rowid, {kept}"
    db.execute(f"INSERT INTO {name}_new ({columns}) SELECT {columns} FROM {name}")
    db.execute(f"DROP TABLE {name}")
    db.execute(f"ALTER TABLE {name}_new RENAME TO {name}")


def _has_number_key(db: Database, name: str) -> bool:
    keys = [column for column in db.table(name).columns if column.is_pk]
    return len(keys) == 1 and keys[0].type == "INTEGER"


def _bare(sql: str) -> str:
    """SQL without comments, spaces and quoted names (RENAME writes them), for comparison."""
    return "".join(re.sub(r"--[^\n]*", "", sql).replace('"', "").split()).rstrip(";")
