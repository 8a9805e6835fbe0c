-- Working hours.
CREATE TABLE calendar (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX calendar_by_name ON calendar (folded) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX calendar_default ON calendar (is_default) WHERE is_default = 1;

-- The hours as they hold from a moment on. None is ever changed: what was counted by one stays counted so.
CREATE TABLE calendar_version (
    calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    -- Zone, hours of each weekday, holidays, as JSON.
    opening TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (calendar_id, version)
) STRICT, WITHOUT ROWID;

-- How soon whom is answered.
CREATE TABLE sla_policy (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- The first in this order that is for a conversation holds.
    place INTEGER NOT NULL,
    -- What is promised and to whom, as JSON of lengths, ids and closed words.
    terms TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX sla_policy_by_name ON sla_policy (folded) WHERE archived_at IS NULL;
