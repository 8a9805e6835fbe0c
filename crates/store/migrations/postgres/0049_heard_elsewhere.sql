-- That the house had heard of a matter before it was said in a conversation: where, and when.
CREATE TABLE heard_elsewhere (
    conversation_id BIGINT PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    place TEXT COLLATE "C" NOT NULL,
    -- Where exactly, in a line of whoever said so.
    words TEXT COLLATE "C",
    -- The beginning of the day, where only that is known.
    at BIGINT NOT NULL,
    is_day BIGINT NOT NULL
);
