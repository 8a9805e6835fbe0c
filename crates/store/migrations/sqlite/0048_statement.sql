-- What the house says of its own accord.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    -- For ourselves only.
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The search that finds whom it concerns.
    matter TEXT,
    -- Where there are fuller words; it is put behind the text.
    fuller_url TEXT,
    owner_id INTEGER NOT NULL REFERENCES member (id),
    -- Until when it promises a further word, and when its owner is told that this is over; NULL once they were.
    next_word_at INTEGER,
    tell_at INTEGER,
    -- Whose place it takes once it is published.
    replaces_id INTEGER REFERENCES statement (id),
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- Who wrote its words as they are.
    written_by INTEGER NOT NULL REFERENCES member (id),
    approved_by INTEGER REFERENCES member (id),
    approved_at INTEGER,
    published_by INTEGER REFERENCES member (id),
    published_at INTEGER,
    -- Who withdrew it, or whose statement took its place.
    ended_by INTEGER REFERENCES member (id),
    ended_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_to_tell ON statement (tell_at) WHERE tell_at IS NOT NULL AND state = 'published';
CREATE INDEX statement_replaces ON statement (replaces_id) WHERE replaces_id IS NOT NULL;

-- Its words: one text for a language; that of the empty one is for everybody else.
CREATE TABLE statement_text (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (statement_id, language)
) STRICT;

-- What happened to it, in order.
CREATE TABLE statement_step (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it.
    member_id INTEGER NOT NULL REFERENCES member (id),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_step_of_statement ON statement_step (statement_id, id);

-- A statement on one channel, with its words as they go out.
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    -- Who has it go out.
    member_id INTEGER NOT NULL REFERENCES member (id),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    -- The exact record to send, once there is one, its id on the network, and where people read it.
    prepared TEXT,
    remote_id TEXT,
    url TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    held_since INTEGER,
    held_by INTEGER REFERENCES stop (id),
    released_at INTEGER,
    sent_at INTEGER
) STRICT;
-- It stands once on a channel, whoever has it go out twice.
CREATE UNIQUE INDEX posting_on_channel ON posting (statement_id, channel_id) WHERE state NOT IN ('cancelled', 'failed_final');
CREATE INDEX posting_moving ON posting (send_at) WHERE state IN ('queued', 'sending');

-- Which answers were made with it.
CREATE TABLE statement_use (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, statement_id)
) STRICT;
CREATE INDEX statement_use_of_statement ON statement_use (statement_id, reply_id);

-- The statements that an answer was begun with, by id, apart by spaces.
ALTER TABLE draft ADD COLUMN statements TEXT NOT NULL DEFAULT '';

-- The statement that a member is told of, where it is no conversation.
ALTER TABLE notice ADD COLUMN statement_id INTEGER REFERENCES statement (id) ON DELETE CASCADE;
CREATE INDEX notice_of_statement ON notice (statement_id) WHERE statement_id IS NOT NULL;
