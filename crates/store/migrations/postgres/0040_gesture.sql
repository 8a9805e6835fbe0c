-- What holds under our posts, so that nothing is hidden or reported silently.
CREATE TABLE house_rule (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    -- When it last got another name or other words.
    changed_at BIGINT,
    archived_at BIGINT
);
CREATE UNIQUE INDEX house_rule_by_name ON house_rule (folded) WHERE archived_at IS NULL;

-- What we do on a network without words.
CREATE TABLE gesture (
    id BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    channel_id BIGINT NOT NULL REFERENCES channel (id),
    -- Whom it is about.
    author_id BIGINT NOT NULL REFERENCES author (id),
    -- The post that it is about; none where it is about the author alone.
    post_id BIGINT REFERENCES post (id),
    -- Where it was wanted, if it is about no post and was wanted in a conversation.
    conversation_id BIGINT REFERENCES conversation (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    house_rule_id BIGINT REFERENCES house_rule (id),
    -- What a report says is wrong.
    ground TEXT COLLATE "C",
    -- Why, in a member's words, with the salt of the digest by which events name them.
    reason TEXT COLLATE "C",
    salt BYTEA,
    state TEXT COLLATE "C" NOT NULL,
    state_reason TEXT COLLATE "C",
    -- The exact record to make, once there is one, and its id on the network.
    prepared TEXT COLLATE "C",
    remote_id TEXT COLLATE "C",
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    make_at BIGINT NOT NULL,
    held_since BIGINT,
    held_by BIGINT REFERENCES stop (id),
    released_at BIGINT,
    -- When the network took it.
    made_at BIGINT,
    -- Who wanted it taken back, and when.
    taken_back_by BIGINT REFERENCES member (id),
    taken_back_at BIGINT
);
-- There is one of a kind, whoever asks twice.
CREATE UNIQUE INDEX gesture_of_post ON gesture (post_id, kind) WHERE post_id IS NOT NULL AND state <> 'taken_back';
CREATE UNIQUE INDEX gesture_of_author ON gesture (author_id, channel_id, kind) WHERE post_id IS NULL AND state <> 'taken_back';
CREATE INDEX gesture_about_author ON gesture (author_id, id);
CREATE INDEX gesture_about_post ON gesture (post_id, id) WHERE post_id IS NOT NULL;
CREATE INDEX gesture_under_rule ON gesture (house_rule_id, id) WHERE house_rule_id IS NOT NULL;
CREATE INDEX gesture_moving ON gesture (make_at) WHERE state IN ('queued', 'making', 'taking_back');
