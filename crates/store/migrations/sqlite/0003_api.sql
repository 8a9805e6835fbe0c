-- Keys with which programs act as a member; only the hash of a key is kept.
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_token_by_member ON api_token (member_id, id);

-- What a request with a key of its own was answered, so that sending it again acts once.
CREATE TABLE answered (
    token_id INTEGER NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_digest BLOB NOT NULL,
    status INTEGER NOT NULL,
    -- Pairs of name and value.
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (token_id, key)
) STRICT;
CREATE INDEX answered_by_time ON answered (answered_at);

-- Every conversation by activity, whatever its status: what a program pages through.
CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC);
