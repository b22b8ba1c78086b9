"""What a login of an agency may add, as functions of PostgreSQL.

What is added stays, and every program reads it: so the server takes nothing that the library
would not have written. `{settings}`, `{schema}`, `{lock}` and `{refused}` are filled
in. No statement holds a question mark, which would stand for a value.
"""

REFUSED = "LT001"
"""The code of an error whose words are this library's own and may be shown."""

GIVEN = "(change_id, record_id, kind, changed_by, why, body)"
"""The columns that an agency gives; the server gives the others."""

# What a caller may set in its session must not change what these functions do.
_SETTINGS = (
    "SET search_path = {schema}, pg_temp SET standard_conforming_strings = on "
    "SET datestyle = 'ISO, YMD'"
)

_DATE = r"""
CREATE OR REPLACE FUNCTION agency_date(written text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE {settings} AS $$
DECLARE
    one text := '(19[0-9][0-9]|20[0-9][0-9]|2100)(-[0-9][0-9](-[0-9][0-9]){0,1}){0,1}';
    since text := split_part(written, '/', 1);
    until text := split_part(written || '/' || written, '/', 2);
BEGIN
    RETURN written ~ ('^' || one || '(/' || one || '){0,1}$')
        AND (since || substr('-01-01', length(since) - 3))::date
            < (until || substr('-01-01', length(until) - 3))::date + CASE length(until)
                WHEN 4 THEN interval '1 year'
                WHEN 7 THEN interval '1 month'
                ELSE interval '1 day' END;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN false;
END $$
"""
"""Whether a text is a date as `When.parse` takes it."""

_PLAIN = r"""
CREATE OR REPLACE FUNCTION agency_plain(written text) RETURNS boolean
LANGUAGE sql IMMUTABLE {settings} AS
$$ SELECT written !~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]' $$
"""
"""Whether a text holds no control characters but tab and new line."""

_FITS = r"""
CREATE OR REPLACE FUNCTION agency_fits(value jsonb, asked agency_field) RETURNS boolean
LANGUAGE plpgsql STABLE {settings} AS $$
DECLARE
    written text := value #>> '{}';
BEGIN
    IF asked.holds = 'links' AND jsonb_typeof(value) = 'array' THEN
        RETURN jsonb_array_length(value) > 0
            AND (SELECT bool_and(jsonb_typeof(item) = 'string') AND count(*) = count(DISTINCT item)
                FROM jsonb_array_elements(value) item);
    END IF;
    RETURN jsonb_typeof(value) = 'string' AND agency_plain(written) AND CASE asked.holds
        WHEN 'id' THEN written ~ '^[!-~]{1,64}$'
        WHEN 'date' THEN agency_date(written)
        WHEN 'word' THEN written = ANY (asked.choice)
        WHEN 'statement' THEN
            written ~ '[^\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]'
        ELSE asked.holds IN ('text', 'link') END;
END $$
"""
"""Whether a value is what a field holds; links are looked at further."""

_MAY_LINK = r"""
CREATE OR REPLACE FUNCTION agency_may_link(linked text, choice text[]) RETURNS boolean
LANGUAGE plpgsql STABLE {settings} AS $$
DECLARE
    us text[] := ARRAY(SELECT id FROM agency_us);
    item record;
BEGIN
    SELECT kind, body::jsonb AS body INTO item FROM revision
    WHERE record_id = linked ORDER BY number DESC LIMIT 1;
    RETURN coalesce(item.body IS NOT NULL AND item.kind = ANY (choice) AND CASE
        WHEN item.kind = 'action' THEN coalesce(jsonb_exists_any(item.body -> 'lead', us), false)
            OR jsonb_exists_any(item.body -> 'supporting', us)
        WHEN item.kind IN ('agency', 'partnership') THEN true
        ELSE linked IN (SELECT record_id FROM agency_revision WHERE current) END, false);
END $$
"""
"""Whether what an agency adds may lead to a record: the view tells, but of an action takes long."""

_WRONG_FIELD = r"""
CREATE OR REPLACE FUNCTION agency_wrong_field(item jsonb, asked agency_field) RETURNS text
LANGUAGE plpgsql STABLE {settings} AS $$
DECLARE
    value jsonb := item -> asked.field;
BEGIN
    IF value IS NULL THEN
        RETURN CASE WHEN asked.needed THEN asked.field || ' must be filled in' END;
    ELSIF NOT agency_fits(value, asked) THEN
        RETURN asked.field || ' must be ' || CASE asked.holds
            WHEN 'word' THEN 'one of ' || array_to_string(asked.choice, ', ')
            WHEN 'links' THEN 'a list of ids, each once'
            WHEN 'date' THEN 'a date such as 2025-02-14 or 2025-02'
            WHEN 'statement' THEN 'a plain text that is not blank'
            WHEN 'id' THEN 'an id of 1 to 64 plain letters, digits and signs'
            ELSE 'a plain text' END;
    ELSIF asked.holds IN ('link', 'links') AND EXISTS (
        SELECT FROM jsonb_array_elements_text(
            CASE asked.holds WHEN 'links' THEN value ELSE jsonb_build_array(value) END) linked (id)
        WHERE NOT agency_may_link(linked.id, asked.choice))
    THEN
        RETURN asked.field || ' must lead to ' || CASE asked.choice
            WHEN '{action}' THEN 'an action that the agency leads or supports'
            ELSE 'what this login is shown' END;
    END IF;
    RETURN NULL;
END $$
"""
"""What is wrong with a field of what an agency adds, in words; NULL if nothing is."""

_REFUSAL = r"""
CREATE OR REPLACE FUNCTION agency_refusal(speaker text, entry agency_revision) RETURNS text
LANGUAGE plpgsql STABLE {settings} AS $$
DECLARE
    item jsonb := entry.body::jsonb;
    own text := 'an agency only adds updates and evidence, in its own name: ';
    unknown text;
BEGIN
    IF speaker IS NULL THEN
        RETURN 'this login speaks for no agency';
    ELSIF NOT EXISTS (SELECT FROM agency_field WHERE manner = 'entered' AND kind = entry.kind)
        OR item IS NULL OR jsonb_typeof(item) <> 'object'
    THEN
        RETURN own || 'nothing else, and it removes nothing';
    ELSIF EXISTS (SELECT FROM revision WHERE record_id = entry.record_id) THEN
        RETURN own || format('%s is or was a record, which it does not change', entry.record_id);
    ELSIF item ->> 'kind' IS DISTINCT FROM entry.kind
        OR item ->> 'id' IS DISTINCT FROM entry.record_id
    THEN
        RETURN 'the kind and the id of the record are not those of its revision';
    ELSIF entry.changed_by IS NULL OR entry.changed_by NOT IN (speaker, session_user::text) THEN
        RETURN own || format('the change is by %s or %s', speaker, session_user);
    ELSIF entry.kind = 'update' AND item ->> 'by' IS DISTINCT FROM speaker THEN
        RETURN own || format('its update is by %s', speaker);
    ELSIF NOT agency_plain(entry.why) OR entry.change_id IS NULL
        OR entry.change_id !~ '^[!-~]{1,64}$'
    THEN
        RETURN 'why the change is made, or the id of the change, is no plain text';
    END IF;
    unknown := (SELECT min(key) FROM jsonb_object_keys(item) key WHERE key NOT IN (
        SELECT field FROM agency_field WHERE manner = 'entered' AND kind = entry.kind));
    IF unknown IS NOT NULL THEN
        RETURN own || format('%s is not for it to fill in', unknown);
    END IF;
    RETURN (
        SELECT min(agency_wrong_field(item, asked)) FROM agency_field asked
        WHERE manner = 'entered' AND kind = entry.kind);
END $$
"""
"""Why an agency's login may not add a revision, in words; NULL if it may."""

_ADD = r"""
CREATE OR REPLACE FUNCTION agency_add() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER {settings} AS $$
DECLARE
    in_utc CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';
    last revision;
    added revision;
    refusal text;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    NEW.why := coalesce(NEW.why, '');
    refusal := agency_refusal(
        (SELECT agency FROM login WHERE role = session_user AND access = 'agency'), NEW);
    SELECT * INTO last FROM revision ORDER BY sequence DESC LIMIT 1;
    added := last;
    added.sequence := last.sequence + 1;
    IF EXISTS (
        SELECT FROM revision WHERE sequence = last.sequence AND xmin = pg_current_xact_id()::xid
        AND (change_id, changed_by, why) = (NEW.change_id, NEW.changed_by, NEW.why))
    THEN
        added.recorded_at := last.recorded_at; -- one change, one moment
    ELSIF EXISTS (SELECT FROM revision WHERE change_id = NEW.change_id) THEN
        refusal := coalesce(refusal, 'there is a change with this id already');
    ELSE
        added.recorded_at := to_char(greatest(clock_timestamp(),
            last.recorded_at::timestamptz + interval '1 microsecond') AT TIME ZONE 'UTC', in_utc);
    END IF;
    IF refusal IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = '{refused}', MESSAGE = refusal;
    END IF;
    added.change_id := NEW.change_id;
    added.record_id := NEW.record_id;
    added.number := 1;
    added.kind := NEW.kind;
    added.changed_by := NEW.changed_by;
    added.why := NEW.why;
    added.body := NEW.body::jsonb::text;
    added.checksum := encode(sha256(convert_to(concat_ws(E'\x1f', added.sequence,
        added.change_id, added.record_id, added.number, added.kind, added.recorded_at,
        added.changed_by, added.why, added.body), 'UTF8')), 'hex');
    INSERT INTO revision SELECT added.*;
    RETURN NEW;
END $$
"""
"""Adds a revision for an agency: checked, numbered and dated here, whatever was given."""

_TRIGGER = """
CREATE TRIGGER agency_adds INSTEAD OF INSERT ON agency_revision
FOR EACH ROW EXECUTE FUNCTION agency_add()
"""

_FUNCTIONS = (
    "agency_refusal(text, agency_revision)",
    "agency_wrong_field(jsonb, agency_field)",
    "agency_may_link(text, text[])",
    "agency_fits(jsonb, agency_field)",
    "agency_plain(text)",
    "agency_date(text)",
    "agency_add()",
)

GONE = (
    f"DROP FUNCTION IF EXISTS {_FUNCTIONS[0]}",
    "DROP VIEW IF EXISTS agency_revision",
    "DROP VIEW IF EXISTS agency_us",
    *(f"DROP FUNCTION IF EXISTS {one}" for one in _FUNCTIONS[1:]),
    "DROP TABLE IF EXISTS agency_field",
)
"""What takes away what an earlier version made, in the order in which it hangs together."""


def statements(schema: str, lock: int) -> tuple[str, ...]:
    """What makes the functions, and has them asked for every row that is added to the view.

    Args:
        schema: the schema of the tables, quoted as an identifier.
        lock: the number of the lock that everybody who writes holds.
    """
    values = {"{settings}": _SETTINGS, "{schema}": schema, "{lock}": str(lock)}
    made = [_DATE, _PLAIN, _FITS, _MAY_LINK, _WRONG_FIELD, _REFUSAL, _ADD]
    for mark, value in {**values, "{refused}": REFUSED}.items():
        made = [one.replace(mark, value) for one in made]
    closed = (f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC" for one in _FUNCTIONS)
    return (*made, _TRIGGER, *closed)
