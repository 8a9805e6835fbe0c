-- One-time links by which a member chooses a new password; only the hash of a link's secret is kept.
CREATE TABLE password_reset (
    token_hash BLOB PRIMARY KEY,
    -- The last link of a member is the one that works.
    member_id INTEGER NOT NULL UNIQUE REFERENCES member (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;
