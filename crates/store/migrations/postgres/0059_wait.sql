-- Who waits, since when and until when: what was known from one position of the log until another. Made of the log alone.
CREATE TABLE wait (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id),
    number BIGINT NOT NULL,
    known_from BIGINT NOT NULL,
    known_until BIGINT,
    kind TEXT COLLATE "C" NOT NULL,
    channel_id BIGINT NOT NULL REFERENCES channel (id),
    author_id BIGINT NOT NULL REFERENCES author (id),
    topics TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C",
    sentiment TEXT COLLATE "C",
    needs_reply BIGINT,
    began_at BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    held_at BIGINT,
    automated_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT COLLATE "C",
    team_id BIGINT REFERENCES team (id),
    closed_at BIGINT,
    is_let_stand BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, number, known_from)
);
CREATE INDEX wait_by_beginning ON wait (began_at);
-- Who waits now: few, whatever was.
CREATE INDEX wait_open ON wait (began_at) WHERE ended_at IS NULL AND needs_reply = 1 AND known_until IS NULL;
