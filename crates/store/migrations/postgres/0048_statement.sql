-- What the house says of its own accord.
CREATE TABLE statement (
    id BIGINT PRIMARY KEY,
    -- For ourselves only.
    title TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    -- The search that finds whom it concerns.
    matter TEXT COLLATE "C",
    -- Where there are fuller words; it is put behind the text.
    fuller_url TEXT COLLATE "C",
    owner_id BIGINT NOT NULL REFERENCES member (id),
    -- Until when it promises a further word, and when its owner is told that this is over; NULL once they were.
    next_word_at BIGINT,
    tell_at BIGINT,
    -- Whose place it takes once it is published.
    replaces_id BIGINT REFERENCES statement (id),
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    -- Who wrote its words as they are.
    written_by BIGINT NOT NULL REFERENCES member (id),
    approved_by BIGINT REFERENCES member (id),
    approved_at BIGINT,
    published_by BIGINT REFERENCES member (id),
    published_at BIGINT,
    -- Who withdrew it, or whose statement took its place.
    ended_by BIGINT REFERENCES member (id),
    ended_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX statement_to_tell ON statement (tell_at) WHERE tell_at IS NOT NULL AND state = 'published';
CREATE INDEX statement_replaces ON statement (replaces_id) WHERE replaces_id IS NOT NULL;

-- Its words: one text for a language; that of the empty one is for everybody else.
CREATE TABLE statement_text (
    statement_id BIGINT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    language TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (statement_id, language)
);

-- What happened to it, in order.
CREATE TABLE statement_step (
    id BIGINT PRIMARY KEY,
    statement_id BIGINT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    act TEXT COLLATE "C" NOT NULL,
    -- Who did it.
    member_id BIGINT NOT NULL REFERENCES member (id),
    version BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX statement_step_of_statement ON statement_step (statement_id, id);

-- A statement on one channel, with its words as they go out.
CREATE TABLE posting (
    id BIGINT PRIMARY KEY,
    statement_id BIGINT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL REFERENCES channel (id),
    -- Who has it go out.
    member_id BIGINT NOT NULL REFERENCES member (id),
    language TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    state_reason TEXT COLLATE "C",
    -- The exact record to send, once there is one, its id on the network, and where people read it.
    prepared TEXT COLLATE "C",
    remote_id TEXT COLLATE "C",
    url TEXT COLLATE "C",
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    send_at BIGINT NOT NULL,
    held_since BIGINT,
    held_by BIGINT REFERENCES stop (id),
    released_at BIGINT,
    sent_at BIGINT
);
-- It stands once on a channel, whoever has it go out twice.
CREATE UNIQUE INDEX posting_on_channel ON posting (statement_id, channel_id) WHERE state NOT IN ('cancelled', 'failed_final');
CREATE INDEX posting_moving ON posting (send_at) WHERE state IN ('queued', 'sending');

-- Which answers were made with it.
CREATE TABLE statement_use (
    reply_id BIGINT NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    statement_id BIGINT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (reply_id, statement_id)
);
CREATE INDEX statement_use_of_statement ON statement_use (statement_id, reply_id);

-- The statements that an answer was begun with, by id, apart by spaces.
ALTER TABLE draft ADD COLUMN statements TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The statement that a member is told of, where it is no conversation.
ALTER TABLE notice ADD COLUMN statement_id BIGINT REFERENCES statement (id) ON DELETE CASCADE;
CREATE INDEX notice_of_statement ON notice (statement_id) WHERE statement_id IS NOT NULL;
