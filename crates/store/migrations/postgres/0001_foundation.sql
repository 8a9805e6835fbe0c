-- As in SQLite: ids are app-made 64-bit numbers in order of time, times are microseconds UTC, lists are JSON text,
-- yes and no are 1 and 0, and text is compared byte by byte.

CREATE TABLE organisation (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE member (
    id BIGINT PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    csrf TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_member ON session (member_id);

CREATE TABLE invitation (
    token_hash BYTEA PRIMARY KEY,
    role TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    invited_by BIGINT REFERENCES member (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE author (
    id BIGINT PRIMARY KEY,
    network TEXT COLLATE "C" NOT NULL,
    remote_id TEXT COLLATE "C" NOT NULL,
    handle TEXT COLLATE "C",
    display_name TEXT COLLATE "C",
    follower_count BIGINT,
    follows_us BIGINT,
    url TEXT COLLATE "C",
    is_ours BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL,
    UNIQUE (network, remote_id)
);

CREATE TABLE channel (
    id BIGINT PRIMARY KEY,
    network TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    state_reason TEXT COLLATE "C",
    config TEXT COLLATE "C" NOT NULL,
    secret BYTEA,
    author_id BIGINT REFERENCES author (id),
    created_at BIGINT NOT NULL
);

-- One row per stream of a channel: where it stands and how it fares.
CREATE TABLE stream (
    channel_id BIGINT NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    cursor TEXT COLLATE "C",
    heard_until BIGINT,
    batch_at BIGINT,
    failing_since BIGINT,
    failure TEXT COLLATE "C",
    PRIMARY KEY (channel_id, name)
);

CREATE TABLE gap (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    stream TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    cause TEXT COLLATE "C" NOT NULL,
    -- 'open', 'closed' (back-fill heard it all) or 'lost' (the source gives it no more)
    state TEXT COLLATE "C" NOT NULL,
    closed_at BIGINT
);
CREATE INDEX gap_by_channel ON gap (channel_id, stream, state);

CREATE TABLE quarantine (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    stream TEXT COLLATE "C" NOT NULL,
    raw TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX quarantine_by_channel ON quarantine (channel_id, id);

CREATE TABLE topic (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE TABLE topic_version (
    topic_id BIGINT NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT REFERENCES member (id),
    PRIMARY KEY (topic_id, version)
);

CREATE TABLE conversation (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL REFERENCES channel (id),
    thread_key TEXT COLLATE "C" NOT NULL,
    author_id BIGINT NOT NULL REFERENCES author (id),
    status TEXT COLLATE "C" NOT NULL,
    assignee_id BIGINT REFERENCES member (id),
    -- Grows with every public message; what a member saw when writing.
    version BIGINT NOT NULL,
    snoozed_until BIGINT,
    opened_at BIGINT NOT NULL,
    -- Since when somebody outside waits for us; null when nobody does.
    waiting_since BIGINT,
    active_at BIGINT NOT NULL,
    UNIQUE (channel_id, thread_key)
);
CREATE INDEX conversation_by_activity ON conversation (status, active_at DESC, id DESC);
CREATE INDEX conversation_by_wait ON conversation (status, waiting_since, id);
CREATE INDEX conversation_by_assignee ON conversation (assignee_id, status, active_at DESC);
CREATE INDEX conversation_by_author ON conversation (author_id, opened_at DESC);
CREATE INDEX conversation_snoozed ON conversation (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE TABLE post (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL REFERENCES channel (id),
    remote_id TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C",
    author_id BIGINT NOT NULL REFERENCES author (id),
    conversation_id BIGINT REFERENCES conversation (id),
    thread_version BIGINT,
    root_id TEXT COLLATE "C" NOT NULL,
    root_revision TEXT COLLATE "C",
    parent_id TEXT COLLATE "C",
    parent_revision TEXT COLLATE "C",
    quoted_id TEXT COLLATE "C",
    text TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    marks TEXT COLLATE "C" NOT NULL,
    languages TEXT COLLATE "C" NOT NULL,
    attachments TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C",
    posted_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    UNIQUE (channel_id, remote_id)
);
CREATE INDEX post_by_conversation ON post (conversation_id, posted_at, id);
CREATE INDEX post_by_author ON post (author_id, posted_at);

CREATE TABLE mention (
    post_id BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    reasons BIGINT NOT NULL,
    filed_at BIGINT NOT NULL
);

CREATE TABLE topic_match (
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    version BIGINT NOT NULL,
    spans TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (post_id, topic_id)
);
CREATE INDEX topic_match_by_topic ON topic_match (topic_id, post_id);

CREATE TABLE conversation_topic (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    PRIMARY KEY (conversation_id, topic_id)
);

CREATE TABLE label (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE conversation_label (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    label_id BIGINT NOT NULL REFERENCES label (id),
    PRIMARY KEY (conversation_id, label_id)
);

CREATE TABLE note (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    text TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX note_by_conversation ON note (conversation_id, id);

CREATE TABLE reply (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id),
    post_id BIGINT NOT NULL REFERENCES post (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    thread_version BIGINT NOT NULL,
    version_seen BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    language TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    state_reason TEXT COLLATE "C",
    -- The exact record to send, written before the first byte leaves.
    prepared TEXT COLLATE "C",
    remote_id TEXT COLLATE "C",
    revision TEXT COLLATE "C",
    url TEXT COLLATE "C",
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    send_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX reply_by_conversation ON reply (conversation_id, id);
CREATE INDEX reply_by_remote ON reply (remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX reply_moving ON reply (state) WHERE state IN ('queued', 'sending');

CREATE TABLE draft (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, member_id, kind)
);

CREATE TABLE event (
    id BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    actor_id BIGINT,
    happened_at BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    conversation_id BIGINT,
    data TEXT COLLATE "C" NOT NULL,
    -- Given by the sealer; readers of the log see sealed events only.
    position BIGINT UNIQUE
);
CREATE INDEX event_unsealed ON event (id) WHERE position IS NULL;
CREATE INDEX event_by_conversation ON event (conversation_id, position) WHERE conversation_id IS NOT NULL;

CREATE TABLE seal (
    last_position BIGINT PRIMARY KEY,
    first_position BIGINT NOT NULL UNIQUE,
    hash TEXT COLLATE "C" NOT NULL,
    sealed_at BIGINT NOT NULL
);

CREATE TABLE lease (
    name TEXT COLLATE "C" PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    -- One piece of work at a time per key.
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    payload TEXT COLLATE "C" NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    leased_by TEXT COLLATE "C",
    leased_until BIGINT,
    last_error TEXT COLLATE "C"
);
CREATE INDEX job_due ON job (run_at, id);
