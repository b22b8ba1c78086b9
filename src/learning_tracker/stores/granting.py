"""Who may log in to a tracker on PostgreSQL, and what each login sees and does.

Whatever is granted is granted to a role by name, and nothing to everybody. Each time, what all
roles need is made anew from this version of the library, and a role that would have more than
is meant is refused, with all that it has too much.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from learning_tracker.errors import InvalidArgument, StoreProblem, UnknownChoice
from learning_tracker.stores import agency_entry, agency_view
from learning_tracker.stores.migrating import migrate
from learning_tracker.stores.postgres import ONE_WRITER, Postgres
from learning_tracker.stores.shown_fields import Shown, shown_fields
from learning_tracker.stores.sql_views import RESTS_ON, STRETCH

_LONGEST_ROLE = 57  # PostgreSQL keeps 63 bytes of a name, and policies are named after roles

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS login (
        role text PRIMARY KEY,
        access text NOT NULL CHECK (access IN ('agency', 'reader', 'unit')),
        agency text,
        CHECK ((access = 'agency') = (agency IS NOT NULL))
    )
    """,
    """
    CREATE TABLE agency_field (
        kind text NOT NULL,
        manner text NOT NULL,
        field text NOT NULL,
        holds text NOT NULL,
        choice text[] NOT NULL,
        needed boolean NOT NULL,
        PRIMARY KEY (kind, manner, field)
    )
    """,
    # Somebody who is given the table by mistake still sees no row, for want of a policy.
    "ALTER TABLE revision ENABLE ROW LEVEL SECURITY",
    # The role was dropped without a word to us; another of its name must not have its rights.
    "DELETE FROM login WHERE role NOT IN (SELECT rolname FROM pg_roles)",
)
_BY_COLUMN = {
    # Numbers and moments are the server's to give.
    (agency_view.NAME, "INSERT"): agency_entry.GIVEN,
    # From the other columns the owner's library makes statements: who could write these could
    # have anything dropped.
    ("made", "UPDATE"): "(sequence)",
    ("as_at", "UPDATE"): "(day)",
}
"""The rights that are given on some columns only, which are named here."""

_OURS = ("login", "agency_field", "agency_us", agency_view.NAME)
_OF_THE_UNIT = {
    "revision": {"SELECT", "INSERT"},
    "made_copy": {"SELECT", "INSERT"},
    "made": {"SELECT", "UPDATE"},
    "as_at": {"SELECT", "UPDATE"},
    **{table: {"SELECT", "INSERT", "UPDATE", "DELETE"} for table in (STRETCH, RESTS_ON)},
}
"""What the business unit may do beyond reading: add revisions, and keep up where actions stand."""


class Access(Enum):
    """What a login is for."""

    AGENCY = "agency"
    READER = "reader"
    UNIT = "unit"


@attrs.frozen
class Login:
    """A role of the server that may use the tracker.

    Attributes:
        role: its name.
        access: what it is for.
        agency: the id of the agency that it speaks for; None unless it is an agency's.
    """

    role: str
    access: Access
    agency: str | None = None


def grant(server: Postgres, login: Login, password: str | None = None) -> bool:
    """Let a role use the tracker, and say whether it was made.

    A role that is there keeps its password and what it was granted elsewhere; what it had been
    granted here before is replaced.

    Args:
        server: the tracker, opened by the owner of its tables.
        login: the role, and what it is for.
        password: that of a role which is made; without one it cannot log in by password.

    Raises:
        InvalidArgument: the role's name cannot be one.
        UnknownChoice: there is no such agency.
        StoreProblem: this login may not grant, or the role would have more than is meant.
    """
    _must_be_a_name(login.role)
    _must_be_the_owners(server)
    migrate(server)
    with server.writing():
        _look_only_here(server)
        if login.agency is not None:
            _must_be_an_agency(server, login.agency)
        made = not server.ask("SELECT 1 FROM pg_roles WHERE rolname = ?", login.role)
        if made:
            _make_role(server, login.role, password)
        _make_what_all_need(server)
        _forget(server, login.role)
        values = (login.role, login.access.value, login.agency)
        server.run("INSERT INTO login (role, access, agency) VALUES (?, ?, ?)", [values])
        for each in logins(server):
            _give(server, each)
        _must_have_no_more(server, login)
    return made


_MAY_READ = (
    "SELECT 1 FROM pg_roles WHERE rolname = ? AND has_table_privilege(oid, 'revision', 'SELECT')"
)


def give_what_is_new(server: Postgres, relations: Iterable[str]) -> None:
    """Let readers and the business unit use what was made since they were granted their logins.

    A role that was dropped is passed over: another of its name must not have its rights.

    Args:
        server: the tracker, opened by the owner of its tables.
        relations: the tables and views that were made.
    """
    made = set(relations)
    for login in logins(server):
        if login.access is not Access.AGENCY and server.ask(_MAY_READ, login.role):
            for statement in _rights(server, login, made):
                server.run(statement)


def revoke(server: Postgres, role: str) -> None:
    """Take from a role what it was granted; the role itself stays.

    Raises:
        UnknownChoice: it was granted nothing.
        StoreProblem: this login may not take it.
    """
    _must_be_the_owners(server)
    with server.writing():
        _look_only_here(server)
        known = [one.role for one in logins(server)]
        if role not in known:
            raise UnknownChoice("login of this tracker", role, known)
        _forget(server, role)


def logins(server: Postgres) -> tuple[Login, ...]:
    """Every role that was granted something, by name.

    Raises:
        StoreProblem: it may not be read with this login.
    """
    _must_be_the_owners(server)
    if not server.has("login"):
        return ()
    found = server.ask("SELECT role, access, agency FROM login ORDER BY role")
    return tuple(Login(role, Access(access), agency) for role, access, agency in found)


def _must_be_the_owners(server: Postgres) -> None:
    """See that a login is the owner's.

    Raises:
        StoreProblem: it is not.
    """
    if not server.owns():
        why = "only the owner of its tables sees and decides who is let in; ask them"
        raise StoreProblem(server.name, "granted", why)


def _must_be_a_name(role: str) -> None:
    reserved = role.startswith("pg_") or role in {"public", "none"}
    unfit = not role.strip() or "\0" in role or "?" in role  # which marks a value
    if unfit or reserved or len(role.encode()) > _LONGEST_ROLE:
        raise InvalidArgument("role", "the name of a role of the server", role)


def _must_be_an_agency(server: Postgres, agency: str) -> None:
    found = server.ask(
        "SELECT record_id FROM (SELECT DISTINCT ON (record_id) * FROM revision "
        "ORDER BY record_id, number DESC) latest WHERE kind = 'agency' AND body IS NOT NULL"
    )
    known = [identifier for (identifier,) in found]
    if agency not in known:
        raise UnknownChoice("agency", agency, known)


def _make_role(server: Postgres, role: str, password: str | None) -> None:
    with_password = f" PASSWORD {_quoted(server.scrambled(role, password))}" if password else ""
    server.run(f"CREATE ROLE {_name(role)} LOGIN{with_password}")


def _make_what_all_need(server: Postgres) -> None:
    """The view and the functions, as this version of the library has them."""
    for statement in (*agency_entry.GONE, *_TABLES, *agency_view.VIEWS):
        server.run(statement)
    fields = "INSERT INTO agency_field VALUES (?, ?, ?, ?, ?, ?)"
    server.run(fields, map(_row, shown_fields()))
    for statement in agency_entry.statements(_schema(server), ONE_WRITER):
        server.run(statement)


def _row(shown: Shown) -> tuple[object, ...]:
    *others, choice, needed = attrs.astuple(shown)
    return (*others, list(choice), needed)


def _forget(server: Postgres, role: str) -> None:
    """Take everything in the tracker's schema from a role, and its policies."""
    schema, name = _schema(server), _name(role)
    server.run("DELETE FROM login WHERE role = ?", [(role,)])
    for (policy,) in server.ask(
        "SELECT policyname FROM pg_policies WHERE schemaname = current_schema()"
        " AND tablename = 'revision' AND ?::name = ANY (roles)",
        role,
    ):
        server.run(f"DROP POLICY {_name(policy)} ON revision")
    if server.ask("SELECT 1 FROM pg_roles WHERE rolname = ?", role):
        for objects in ("TABLES", "FUNCTIONS"):
            server.run(f"REVOKE ALL ON ALL {objects} IN SCHEMA {schema} FROM {name}")
        server.run(f"REVOKE ALL ON SCHEMA {schema} FROM {name}")


def _give(server: Postgres, login: Login) -> None:
    for statement in _grants(server, login):
        server.run(statement)


def _grants(server: Postgres, login: Login) -> Iterator[str]:
    """The statements that give a role what is meant."""
    name = _name(login.role)
    yield f"GRANT USAGE ON SCHEMA {_schema(server)} TO {name}"
    yield from _rights(server, login, set(_relations(server)))
    if login.access is not Access.AGENCY:
        yield from _policies(login)
        for function in _functions(server):
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {name}"


def _rights(server: Postgres, login: Login, among: set[str]) -> Iterator[str]:
    """The statements that give a role what is meant on some of the tables and views."""
    meant = _meant(server, login)
    for relation in sorted(meant.keys() & among):
        for right in sorted(meant[relation]):
            columns = _BY_COLUMN.get((relation, right), "")
            yield f"GRANT {right} {columns} ON {_name(relation)} TO {_name(login.role)}"


def _policies(login: Login) -> Iterator[str]:
    """Which rows of the table `revision` are for a reader or the business unit: all."""
    name, read, add = (_name(f"{login.role}{end}") for end in ("", " reads", " adds"))
    yield f"DROP POLICY IF EXISTS {read} ON revision"
    yield f"CREATE POLICY {read} ON revision FOR SELECT TO {name} USING (true)"
    if login.access is Access.UNIT:
        yield f"DROP POLICY IF EXISTS {add} ON revision"
        yield f"CREATE POLICY {add} ON revision FOR INSERT TO {name} WITH CHECK (true)"


def _meant(server: Postgres, login: Login) -> dict[str, set[str]]:
    """The rights on tables and views that a login is to have."""
    if login.access is Access.AGENCY:
        return {"migration": {"SELECT"}, agency_view.NAME: {"SELECT", "INSERT"}}
    read = {relation: {"SELECT"} for relation in _relations(server) if relation not in _OURS}
    if login.access is Access.UNIT:
        return read | {one: rights for one, rights in _OF_THE_UNIT.items() if one in read}
    return read


def _relations(server: Postgres) -> list[str]:
    found = server.ask(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname"
    )
    return [relation for (relation,) in found]


def _functions(server: Postgres) -> list[str]:
    """The functions of the schema that views may call: not those of agencies."""
    found = server.ask(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'"
        " AND prorettype <> 'trigger'::regtype AND proname NOT LIKE 'agency\\_%'"
    )
    return [function for (function,) in found]


_ATTRIBUTES = """
SELECT what FROM pg_roles CROSS JOIN LATERAL (VALUES
    ('is a superuser', rolsuper),
    ('passes by row-level security', rolbypassrls),
    ('may make roles', rolcreaterole),
    ('may copy the whole server', rolreplication)) attribute (what, has)
WHERE rolname = ? AND has
UNION ALL
SELECT 'is a member of ' || roleid::regrole FROM pg_auth_members
WHERE member = to_regrole(quote_ident(?))
UNION ALL
SELECT 'owns the ' || what FROM (
    SELECT 'database', datdba FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'schema', nspowner FROM pg_namespace WHERE nspname = current_schema()
    UNION ALL SELECT 'table or view ' || relname, relowner FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
) owned (what, owner) WHERE owner = to_regrole(quote_ident(?))
UNION ALL
SELECT 'may make objects in the schema' WHERE
    has_schema_privilege(?::name, current_schema(), 'CREATE')
UNION ALL
SELECT 'may run ' || oid::regprocedure || ' with its owner''s rights' FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prosecdef
    AND prorettype <> 'trigger'::regtype AND has_function_privilege(?::name, oid, 'EXECUTE')
"""

_RIGHTS = """
SELECT relname, upper(verb) FROM pg_class CROSS JOIN unnest(ARRAY[
    'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) verb
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND (has_table_privilege(?::name, pg_class.oid, verb) OR CASE
        WHEN verb IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
        THEN has_any_column_privilege(?::name, pg_class.oid, verb) END)
ORDER BY 1, 2
"""

_OTHER_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0
    AND NOT attisdropped AND attname <> ALL (?)
    AND has_column_privilege(?::name, attrelid, attnum, ?)
ORDER BY attnum
"""


def rights_of(server: Postgres, role: str) -> set[tuple[str, str]]:
    """Every right that a role has on a table or view of the tracker's schema."""
    return set(server.ask(_RIGHTS, role, role))


def beyond(server: Postgres, login: Login) -> list[str]:
    """What a role has in the tracker's schema, or is, beyond what is meant; in words."""
    meant = {
        (relation, verb) for relation, verbs in _meant(server, login).items() for verb in verbs
    }
    more = [what for (what,) in server.ask(_ATTRIBUTES, *[login.role] * 5)]
    rights = sorted(rights_of(server, login.role) - meant)
    told = (f"has {verb} on {relation}" for relation, verb in rights)
    return [*more, *told, *_columns_beyond(server, login.role, meant)]


def _columns_beyond(server: Postgres, role: str, meant: set[tuple[str, str]]) -> Iterator[str]:
    """The columns for which a role has a right that it is to have for others only."""
    for relation, verb in sorted(meant & _BY_COLUMN.keys()):
        columns = _BY_COLUMN[relation, verb].strip("()").split(", ")
        for (column,) in server.ask(_OTHER_COLUMNS, relation, columns, role, verb):
            yield f"has {verb} on {column} of {relation}"


def _must_have_no_more(server: Postgres, login: Login) -> None:
    """A role may have been given more by others, which what is granted here cannot take away.

    Raises:
        StoreProblem: it has; nothing is granted.
    """
    if too_much := beyond(server, login):
        why = (
            f"the role {login.role} would have more than is meant, as it {', '.join(too_much)}; "
            "take that away first, or name another role"
        )
        raise StoreProblem(server.name, "granted", why)


def _look_only_here(server: Postgres) -> None:
    """Have every name of the transaction mean what is in the schema of the tracker's tables."""
    if found := server.ask(
        "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass('revision')"
    ):
        server.run(f"SET LOCAL search_path = {found[0][0]}, pg_temp")


def _schema(server: Postgres) -> str:
    ((schema,),) = server.ask("SELECT quote_ident(current_schema())")
    return str(schema)


def _name(identifier: str) -> str:
    """A name as a statement holds it."""
    return '"' + identifier.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    """A text as a statement holds it, whatever the session's settings."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
