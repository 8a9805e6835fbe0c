-- That the house had heard of a matter before it was said in a conversation: where, and when.
CREATE TABLE heard_elsewhere (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    -- Where exactly, in a line of whoever said so.
    words TEXT,
    -- The beginning of the day, where only that is known.
    at INTEGER NOT NULL,
    is_day INTEGER NOT NULL
) STRICT;
