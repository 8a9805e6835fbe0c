-- Several acts under one name, which a member does in one stroke.
CREATE TABLE macro (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT COLLATE "C" NOT NULL,
    -- What it does, in order, as JSON.
    steps TEXT COLLATE "C" NOT NULL,
    -- What it puts into the answer of the conversation that is open.
    saved_reply_id BIGINT REFERENCES saved_reply (id),
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES member (id),
    changed_at BIGINT NOT NULL,
    -- How often it was applied, and when last.
    use_count BIGINT NOT NULL,
    used_at BIGINT,
    removed_at BIGINT
);
CREATE UNIQUE INDEX macro_by_name ON macro (folded) WHERE removed_at IS NULL;
