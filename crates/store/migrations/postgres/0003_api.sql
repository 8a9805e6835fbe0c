-- Keys with which programs act as a member; only the hash of a key is kept.
CREATE TABLE api_token (
    id BIGINT PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    scopes TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX api_token_by_member ON api_token (member_id, id);

-- What a request with a key of its own was answered, so that sending it again acts once.
CREATE TABLE answered (
    token_id BIGINT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    key TEXT COLLATE "C" NOT NULL,
    request_digest BYTEA NOT NULL,
    status BIGINT NOT NULL,
    -- Pairs of name and value.
    headers TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX answered_by_time ON answered (answered_at);

-- Every conversation by activity, whatever its status: what a program pages through.
CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC);
