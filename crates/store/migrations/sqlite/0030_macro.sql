-- Several acts under one name, which a member does in one stroke.
CREATE TABLE macro (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    -- What it does, in order, as JSON.
    steps TEXT NOT NULL,
    -- What it puts into the answer of the conversation that is open.
    saved_reply_id INTEGER REFERENCES saved_reply (id),
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES member (id),
    changed_at INTEGER NOT NULL,
    -- How often it was applied, and when last.
    use_count INTEGER NOT NULL,
    used_at INTEGER,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX macro_by_name ON macro (folded) WHERE removed_at IS NULL;
