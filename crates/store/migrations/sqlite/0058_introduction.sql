-- Who an answer of ours that is out names, so that whoever asked can turn to them.
CREATE TABLE introduction (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES author (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, author_id)
) STRICT;
CREATE INDEX introduction_of_author ON introduction (author_id);
CREATE INDEX introduction_by_time ON introduction (made_at);
