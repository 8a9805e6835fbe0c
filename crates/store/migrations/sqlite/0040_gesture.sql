-- What holds under our posts, so that nothing is hidden or reported silently.
CREATE TABLE house_rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    words TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- When it last got another name or other words.
    changed_at INTEGER,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX house_rule_by_name ON house_rule (folded) WHERE archived_at IS NULL;

-- What we do on a network without words.
CREATE TABLE gesture (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    -- Whom it is about.
    author_id INTEGER NOT NULL REFERENCES author (id),
    -- The post that it is about; none where it is about the author alone.
    post_id INTEGER REFERENCES post (id),
    -- Where it was wanted, if it is about no post and was wanted in a conversation.
    conversation_id INTEGER REFERENCES conversation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    house_rule_id INTEGER REFERENCES house_rule (id),
    -- What a report says is wrong.
    ground TEXT,
    -- Why, in a member's words, with the salt of the digest by which events name them.
    reason TEXT,
    salt BLOB,
    state TEXT NOT NULL,
    state_reason TEXT,
    -- The exact record to make, once there is one, and its id on the network.
    prepared TEXT,
    remote_id TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    make_at INTEGER NOT NULL,
    held_since INTEGER,
    held_by INTEGER REFERENCES stop (id),
    released_at INTEGER,
    -- When the network took it.
    made_at INTEGER,
    -- Who wanted it taken back, and when.
    taken_back_by INTEGER REFERENCES member (id),
    taken_back_at INTEGER
) STRICT;
-- There is one of a kind, whoever asks twice.
CREATE UNIQUE INDEX gesture_of_post ON gesture (post_id, kind) WHERE post_id IS NOT NULL AND state <> 'taken_back';
CREATE UNIQUE INDEX gesture_of_author ON gesture (author_id, channel_id, kind) WHERE post_id IS NULL AND state <> 'taken_back';
CREATE INDEX gesture_about_author ON gesture (author_id, id);
CREATE INDEX gesture_about_post ON gesture (post_id, id) WHERE post_id IS NOT NULL;
CREATE INDEX gesture_under_rule ON gesture (house_rule_id, id) WHERE house_rule_id IS NOT NULL;
CREATE INDEX gesture_moving ON gesture (make_at) WHERE state IN ('queued', 'making', 'taking_back');
