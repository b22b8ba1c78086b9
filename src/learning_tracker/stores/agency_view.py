"""What a login of an agency is shown, as a view of PostgreSQL."""

from learning_tracker.stores.rows import COLUMNS

NAME = "agency_revision"

SHOWN = COLUMNS[:-1]
"""The columns of the view that a revision is read from: no checksum, as bodies are cut."""

_US = """
CREATE VIEW agency_us WITH (security_barrier = true) AS
WITH RECURSIVE agency AS (
    SELECT record_id AS id, body::jsonb AS body FROM revision
    WHERE kind = 'agency' AND NOT EXISTS (
        SELECT FROM revision later
        WHERE later.record_id = revision.record_id AND later.number > revision.number)
), us AS (
    SELECT agency AS id FROM login WHERE role = session_user AND access = 'agency'
    UNION
    SELECT agency.id FROM agency JOIN us ON agency.body ->> 'succeeded_by' = us.id
    WHERE coalesce(
        split_part(agency.body ->> 'succeeded_on', '/', 1) COLLATE "C"
            <= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') COLLATE "C", true)
)
SELECT id FROM us
"""
"""The agency that the login speaks for, and those that it has succeeded by today."""

# The view runs with its owner's rights; `session_user` is who logged in, whatever role was
# set since. A barrier keeps functions in a WHERE from seeing what the view leaves out.
_VIEW = """
CREATE VIEW agency_revision WITH (security_barrier = true) AS
WITH speaker AS MATERIALIZED (
    SELECT agency FROM login WHERE role = session_user AND access = 'agency'
), held AS MATERIALIZED (
    SELECT sequence, id, kind, body FROM (
        SELECT DISTINCT ON (record_id) sequence, record_id AS id, kind, body::jsonb AS body
        FROM revision WHERE EXISTS (SELECT FROM speaker)
        ORDER BY record_id, number DESC
    ) latest WHERE body IS NOT NULL
), us AS MATERIALIZED (
    SELECT coalesce(array_agg(id), '{}') AS ids FROM agency_us
), action AS MATERIALIZED (
    SELECT id, body FROM held WHERE kind = 'action' AND (
        jsonb_exists_any(body -> 'lead', (SELECT ids FROM us))
        OR jsonb_exists_any(body -> 'supporting', (SELECT ids FROM us)))
), asked AS MATERIALIZED (
    SELECT id, body FROM held WHERE kind = 'recommendation'
        AND jsonb_exists_any(body -> 'addressed_to', (SELECT ids FROM us))
), own AS MATERIALIZED (
    SELECT id FROM held WHERE kind = 'update' AND body ->> 'action' IN (SELECT id FROM action)
        AND jsonb_exists_any(body -> 'by', (SELECT ids FROM us))
), proof AS MATERIALIZED (
    SELECT id, body FROM held WHERE kind = 'evidence' AND jsonb_exists_any(
        body -> 'supports', (SELECT coalesce(array_agg(id), '{}') FROM action))
), behind AS MATERIALIZED (
    -- What an action answers and is not addressed to this agency: its sources stand for it.
    SELECT held.id, source.id AS source
    FROM action CROSS JOIN jsonb_array_elements_text(action.body -> 'answers') answered (id)
    JOIN held ON held.id = answered.id AND held.kind IN ('recommendation', 'finding')
    CROSS JOIN LATERAL (
        SELECT held.body ->> 'source' AS id WHERE held.kind = 'recommendation'
        UNION ALL
        SELECT jsonb_array_elements_text(held.body -> 'sources') WHERE held.kind = 'finding'
    ) source WHERE held.id NOT IN (SELECT id FROM asked)
), titled (id) AS MATERIALIZED (
    SELECT body ->> 'source' FROM asked
    UNION SELECT jsonb_array_elements_text(body -> 'answers') FROM action
    UNION SELECT source FROM behind
    UNION SELECT body ->> 'drawn_from' FROM proof
), judged AS MATERIALIZED (
    SELECT *, CASE
        WHEN kind IN ('partnership', 'agency', 'theme') THEN 'whole'
        WHEN body ->> 'publication' = 'published' THEN 'whole'
        WHEN kind IN ('recommendation', 'action', 'update', 'evidence') AND id IN (
            SELECT id FROM asked UNION ALL SELECT id FROM action
            UNION ALL SELECT id FROM own UNION ALL SELECT id FROM proof) THEN 'whole'
        WHEN kind = 'response' AND jsonb_exists_any(body -> 'agency', (SELECT ids FROM us))
            AND body ->> 'recommendation' IN (SELECT id FROM asked) THEN 'whole'
        WHEN kind = 'request' AND jsonb_exists_any(body -> 'agency', (SELECT ids FROM us))
            THEN 'whole'
        WHEN kind = 'update' AND body ->> 'action' IN (SELECT id FROM action)
            AND body ->> 'event' <> ALL (
                SELECT unnest(choice) FROM agency_field
                WHERE (kind, manner, field) = ('update', 'entered', 'event')) THEN 'ruling'
        WHEN id IN (SELECT id FROM titled WHERE id IS NOT NULL) THEN 'title'
    END AS manner FROM held
), seen AS MATERIALIZED (
    SELECT * FROM judged
    WHERE (kind, manner) IN (SELECT kind, manner FROM agency_field WHERE manner <> 'entered')
), shown AS (
    SELECT sequence, kind, manner, body, true AS current FROM seen
    UNION ALL
    SELECT earlier.sequence, earlier.kind, 'whole', earlier.body::jsonb, false
    FROM revision earlier JOIN own ON own.id = earlier.record_id
    JOIN seen ON seen.id = own.id AND seen.sequence > earlier.sequence
    WHERE earlier.kind = 'update'
        AND jsonb_exists_any(earlier.body::jsonb -> 'by', (SELECT ids FROM us))
)
SELECT
    revision.sequence, revision.change_id, revision.record_id, revision.number, revision.kind,
    revision.recorded_at,
    CASE WHEN by_us THEN revision.changed_by ELSE '' END AS changed_by,
    CASE WHEN by_us THEN revision.why ELSE '' END AS why,
    (
        SELECT jsonb_object_agg(key, value)::text FROM (
            SELECT key, CASE agency_field.holds
                WHEN 'link' THEN CASE WHEN value #>> '{}' IN (SELECT id FROM seen) THEN value END
                WHEN 'links' THEN (
                    SELECT jsonb_agg(id ORDER BY place) FROM (
                        SELECT coalesce(behind.source, listed.id) AS id, min(place) AS place
                        FROM jsonb_array_elements_text(value) WITH ORDINALITY listed (id, place)
                        LEFT JOIN behind ON behind.id = listed.id AND key = 'answers'
                        GROUP BY 1
                    ) told WHERE id IN (SELECT id FROM seen))
                ELSE value
            END AS value
            FROM jsonb_each(shown.body)
            JOIN agency_field ON agency_field.field = key
                AND agency_field.kind = shown.kind AND agency_field.manner = shown.manner
        ) field WHERE value IS NOT NULL
    ) AS body,
    shown.current
FROM shown JOIN revision USING (sequence)
CROSS JOIN LATERAL (
    SELECT revision.changed_by = session_user
        OR revision.changed_by IN (SELECT agency FROM speaker) AS by_us
) who
"""

VIEWS = (_US, _VIEW)
