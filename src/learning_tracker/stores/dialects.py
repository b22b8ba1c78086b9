"""What SQLite and PostgreSQL say differently of one and the same thing.

A body is a record in JSON. Its dates are texts, whole (`2025-02`) or two with a stroke
between them; both ends of one are reckoned in SQL, as the tools that read it know no other.
"""

from collections.abc import Mapping
from typing import Protocol

from learning_tracker.codec.writing import compact
from learning_tracker.flat.shapes import Column, End, Sort


class Dialect(Protocol):
    """The words of an engine; each method gives an expression or a part of a statement."""

    types: Mapping[Sort, str]
    """The type of a column that holds a sort of value."""
    options: str
    """What stands behind the name of a new view."""
    today: str
    names: str
    """A statement that gives the names of everything in the database."""
    may_make: str
    """A statement that gives whether this login may make views."""
    may_fill: str
    """A statement that gives whether this login may write what is derived."""

    grants: str
    """A statement that gives, for a name, the statements that grant what others may do with it."""

    def drop(self, sort: str, name: str) -> str:
        """A statement that takes a view or a table away."""
        ...

    def text(self, body: str, key: str) -> str:
        """The text of a value in JSON; of several, their JSON."""
        ...

    def part(self, body: str, key: str) -> str:
        """A value in JSON, to look into it further."""
        ...

    def each(self, body: str, key: str) -> str:
        """Something to select from, with a row `j` for each value of a list."""
        ...

    def every(self, body: str) -> str:
        """Something to select from, with a row `f`, `j` for each value, alone or in a list.

        `f.key` is the name of the field in which it stands.
        """
        ...

    item: str
    """A value of such a row, to look into it further."""
    item_text: str
    """A value of such a row, as text."""
    position: str
    """The place of such a row, from 1."""

    def month_end(self, first: str) -> str:
        """The last day, as text, of the month that begins on a day."""
        ...

    def place(self, text: str, character: str) -> str:
        """Where a character stands in a text, from 1; 0 if it does not."""
        ...

    def literal(self, text: str) -> str:
        """A text."""
        ...

    def cast(self, expression: str, sort: Sort) -> str:
        """A text as what a column holds."""
        ...

    def days(self, later: str, earlier: str) -> str:
        """How many days lie between two days."""
        ...


def value(dialect: Dialect, body: str, column: Column) -> str:
    """The value of a column, with that of a field which the body leaves out."""
    text = dialect.text(body, column.field)
    if column.end is not None:
        text = _end(dialect, text, column.end)
    found = dialect.cast(text, column.sort)
    if column.left_out is None:
        return found
    return f"coalesce({found}, {_constant(dialect, column)})"


def _constant(dialect: Dialect, column: Column) -> str:
    if column.sort is Sort.JSON:
        return dialect.literal(compact(column.left_out))
    if column.sort is Sort.TEXT:
        return dialect.literal(column.left_out)
    return str(column.left_out)


def _end(dialect: Dialect, text: str, end: End) -> str:
    """The first or the last day, as text, of a date in ISO 8601."""
    stroke = dialect.place(text, "/")
    if end is End.FIRST:
        first = f"CASE {stroke} WHEN 0 THEN {text} ELSE substr({text}, 1, {stroke} - 1) END"
        first = f"({first})"
        return f"{first} || substr('-01-01', length({first}) - 3)"
    last = f"substr({text}, {stroke} + 1)"
    month_end = dialect.month_end(f"{last} || '-01'")
    return (
        f"CASE length({last}) WHEN 4 THEN {last} || '-12-31' WHEN 7 THEN {month_end} "
        f"ELSE {last} END"
    )


class SQLiteDialect:
    """The words of SQLite: days are texts in ISO 8601, yes and no are 1 and 0."""

    types: Mapping[Sort, str] = {
        Sort.TEXT: "text",
        Sort.JSON: "text",
        Sort.DAY: "text",
        Sort.WHOLE: "integer",
        Sort.TRUTH: "integer",
        Sort.NUMBER: "real",
    }
    options = ""
    today = "date('now', 'localtime')"
    names = "SELECT name FROM sqlite_master"
    may_make = may_fill = "SELECT 1 FROM sqlite_master WHERE name = 'made'"
    grants = "SELECT 1 WHERE ? IS NULL"
    item = item_text = "j.value"
    position = "j.key + 1"

    def drop(self, sort: str, name: str) -> str:
        """A statement that takes a view or a table away."""
        return f'DROP {sort} IF EXISTS "{name}"'

    def text(self, body: str, key: str) -> str:
        """The text of a value in JSON; of several, their JSON."""
        return f"json_extract({body}, {_path(key)})"

    part = text

    def each(self, body: str, key: str) -> str:
        """Something to select from, with a row `j` for each value of a list."""
        return f"json_each({body}, {_path(key)}) j"

    def every(self, body: str) -> str:
        """Something to select from, with a row for each value, alone or in a list."""
        listed = "CASE f.type WHEN 'array' THEN f.value ELSE json_array(f.value) END"
        return f"json_each({body}) f, json_each({listed}) j"

    def month_end(self, first: str) -> str:
        """The last day, as text, of the month that begins on a day."""
        return f"date({first}, '+1 month', '-1 day')"

    def place(self, text: str, character: str) -> str:
        """Where a character stands in a text, from 1; 0 if it does not."""
        return f"instr({text}, '{character}')"

    def literal(self, text: str) -> str:
        """A text."""
        return "'" + text.replace("'", "''") + "'"

    def cast(self, expression: str, sort: Sort) -> str:
        """A text as what a column holds; JSON knows numbers by itself."""
        return f"CAST({expression} AS real)" if sort is Sort.NUMBER else expression

    def days(self, later: str, earlier: str) -> str:
        """How many days lie between two days."""
        return f"CAST(julianday({later}) - julianday({earlier}) AS integer)"


def _path(key: str) -> str:
    return f"'${key}'" if key.startswith("[") else f"""'$."{key}"'"""


class PostgresDialect:
    """The words of PostgreSQL."""

    types: Mapping[Sort, str] = {
        Sort.TEXT: "text",
        Sort.JSON: "text",
        Sort.DAY: "date",
        Sort.WHOLE: "bigint",
        Sort.TRUTH: "boolean",
        Sort.NUMBER: "double precision",
    }
    # Who reads a view sees the rows that this login may see, and no others.
    options = " WITH (security_invoker = true)"
    today = "current_date"
    names = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(current_schema())"
    may_make = (
        "SELECT pg_has_role(relowner, 'MEMBER') "
        "AND current_setting('server_version_num')::integer >= 150000 "
        "FROM pg_class WHERE oid = to_regclass('made')"
    )
    may_fill = (
        "SELECT bool_and(coalesce(has_table_privilege(to_regclass(one), what), false)) "
        "AND bool_and(has_table_privilege(to_regclass(seen), 'SELECT')) "
        "AND has_column_privilege(to_regclass('made'), 'sequence', 'UPDATE') FROM "
        "(VALUES ('action_stretch'), ('action_rests_on')) AS tables (one), "
        "(VALUES ('made'), ('action_unfilled')) AS others (seen), "
        "(VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS deeds (what)"
    )
    # A role whose name holds what marks a value in a statement is given nothing, as by `grant`.
    grants = (
        "SELECT 'GRANT ' || privilege_type || ' ON ' || quote_ident(relname) || ' TO ' || "
        "CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || "
        "CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END "
        "FROM pg_class CROSS JOIN LATERAL aclexplode(relacl) WHERE relname = ? "
        "AND relnamespace = to_regnamespace(current_schema()) AND grantee <> relowner "
        "AND strpos(grantee::regrole::text, chr(63)) = 0"
    )
    item = "j.value"
    item_text = "j.value #>> '{}'"
    position = "j.place"

    def drop(self, sort: str, name: str) -> str:
        """A statement that takes a view or a table away, with the views made upon it."""
        return f'DROP {sort} IF EXISTS "{name}" CASCADE'

    def text(self, body: str, key: str) -> str:
        """The text of a value in JSON; of several, their JSON."""
        return f"({body} ->> {_key(key)})"

    def part(self, body: str, key: str) -> str:
        """A value in JSON, to look into it further."""
        return f"({body} -> {_key(key)})"

    def each(self, body: str, key: str) -> str:
        """Something to select from, with a row `j` for each value of a list."""
        elements = f"json_array_elements({self.part(body, key)})"
        return f"LATERAL {elements} WITH ORDINALITY AS j(value, place)"

    def every(self, body: str) -> str:
        """Something to select from, with a row for each value, alone or in a list."""
        one = "json_build_array(f.value)"
        listed = f"CASE json_typeof(f.value) WHEN 'array' THEN f.value ELSE {one} END"
        return f"json_each({body}) f, json_array_elements({listed}) j"

    def month_end(self, first: str) -> str:
        """The last day, as text, of the month that begins on a day."""
        return f"(({first})::date + interval '1 month' - interval '1 day')::date::text"

    def place(self, text: str, character: str) -> str:
        """Where a character stands in a text, from 1; 0 if it does not."""
        return f"strpos({text}, '{character}')"

    def literal(self, text: str) -> str:
        """A text; whatever may mean something to the driver is written by its number."""
        return "E'" + "".join(map(_safe, text)) + "'"

    def cast(self, expression: str, sort: Sort) -> str:
        """A text as what a column holds."""
        return expression if self.types[sort] == "text" else f"({expression})::{self.types[sort]}"

    def days(self, later: str, earlier: str) -> str:
        """How many days lie between two days."""
        return f"({later} - {earlier})"


def _key(key: str) -> str:
    return key.strip("[]") if key.startswith("[") else f"'{key}'"


def _safe(character: str) -> str:
    return character if character.isalnum() else f"\\U{ord(character):08x}"
