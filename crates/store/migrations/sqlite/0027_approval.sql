-- Which answers a second person looks at before they go out.
CREATE TABLE approval_policy (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- The first in this order that is for an answer holds.
    place INTEGER NOT NULL,
    -- As JSON of numbers, ids, closed words and a query.
    terms TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX approval_policy_by_name ON approval_policy (folded) WHERE archived_at IS NULL;

-- What is asked about an answer that needs approval, by the terms of that moment, and what became of it.
CREATE TABLE approval (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id),
    policy_id INTEGER NOT NULL REFERENCES approval_policy (id),
    policy_version INTEGER NOT NULL,
    grounds TEXT NOT NULL,
    team_id INTEGER REFERENCES team (id),
    fallback TEXT NOT NULL,
    -- The words as their author wrote them; those of the answer may be others afterwards.
    written TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    due_at INTEGER,
    -- When nobody had decided in time.
    lapsed_at INTEGER,
    outcome TEXT,
    decided_at INTEGER,
    -- Who decided; nobody when it was decided by itself.
    decided_by INTEGER REFERENCES member (id),
    -- Why it was returned.
    remark TEXT
) STRICT;

CREATE INDEX approval_open ON approval (asked_at) WHERE outcome IS NULL;
CREATE INDEX approval_due ON approval (due_at) WHERE outcome IS NULL AND lapsed_at IS NULL;
