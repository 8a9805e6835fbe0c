-- Answers that were written once, with blanks, and are used again.
CREATE TABLE saved_reply (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX saved_reply_by_name ON saved_reply (folded) WHERE archived_at IS NULL;

-- One text for a language; that of the empty one is for everybody else.
CREATE TABLE saved_reply_text (
    saved_reply_id BIGINT NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    language TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (saved_reply_id, language)
);

-- Which answers were made of one.
CREATE TABLE saved_reply_use (
    reply_id BIGINT PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    saved_reply_id BIGINT NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    used_at BIGINT NOT NULL
);
CREATE INDEX saved_reply_use_by_saved ON saved_reply_use (saved_reply_id);
