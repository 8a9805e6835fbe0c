-- Who waits, since when and until when: what was known from one position of the log until another. Made of the log alone.
CREATE TABLE wait (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    number INTEGER NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    author_id INTEGER NOT NULL REFERENCES author (id),
    topics TEXT NOT NULL,
    language TEXT,
    sentiment TEXT,
    needs_reply INTEGER,
    began_at INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    held_at INTEGER,
    automated_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    team_id INTEGER REFERENCES team (id),
    closed_at INTEGER,
    is_let_stand INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, number, known_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX wait_by_beginning ON wait (began_at);
-- Who waits now: few, whatever was.
CREATE INDEX wait_open ON wait (began_at) WHERE ended_at IS NULL AND needs_reply = 1 AND known_until IS NULL;
