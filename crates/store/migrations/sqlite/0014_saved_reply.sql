-- Answers that were written once, with blanks, and are used again.
CREATE TABLE saved_reply (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX saved_reply_by_name ON saved_reply (folded) WHERE archived_at IS NULL;

-- One text for a language; that of the empty one is for everybody else.
CREATE TABLE saved_reply_text (
    saved_reply_id INTEGER NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (saved_reply_id, language)
) STRICT;

-- Which answers were made of one.
CREATE TABLE saved_reply_use (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    saved_reply_id INTEGER NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id),
    used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_reply_use_by_saved ON saved_reply_use (saved_reply_id);
