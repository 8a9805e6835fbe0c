-- Who an answer of ours that is out names, so that whoever asked can turn to them.
CREATE TABLE introduction (
    reply_id BIGINT NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES author (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (reply_id, author_id)
);
CREATE INDEX introduction_of_author ON introduction (author_id);
CREATE INDEX introduction_by_time ON introduction (made_at);
