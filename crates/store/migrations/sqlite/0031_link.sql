-- Conversations that belong together without being one. Each pair is kept once, the smaller id first, as it was said: where
-- one of both was merged into another, it stands there and comes home with it.
CREATE TABLE conversation_link (
    first_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    second_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
) STRICT;
CREATE INDEX conversation_link_by_second ON conversation_link (second_id);
