-- Working hours.
CREATE TABLE calendar (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT COLLATE "C" NOT NULL,
    is_default BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX calendar_by_name ON calendar (folded) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX calendar_default ON calendar (is_default) WHERE is_default = 1;

-- The hours as they hold from a moment on. None is ever changed: what was counted by one stays counted so.
CREATE TABLE calendar_version (
    calendar_id BIGINT NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    -- Zone, hours of each weekday, holidays, as JSON.
    opening TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES member (id),
    PRIMARY KEY (calendar_id, version)
);

-- How soon whom is answered.
CREATE TABLE sla_policy (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    -- The first in this order that is for a conversation holds.
    place BIGINT NOT NULL,
    -- What is promised and to whom, as JSON of lengths, ids and closed words.
    terms TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX sla_policy_by_name ON sla_policy (folded) WHERE archived_at IS NULL;
