-- What an answer of ours asks the person besides: how well we helped, or whether we may quote them.
CREATE TABLE enquiry (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The message that we ask to quote, and a digest of its words as they were then.
    post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
    text_digest TEXT,
    made_at INTEGER NOT NULL,
    -- What they answered, by which message, and who of us read it so; nobody where a number spoke for itself.
    answer TEXT,
    answer_post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
    read_by INTEGER REFERENCES member (id),
    answered_at INTEGER
) STRICT;
CREATE INDEX enquiry_of_post ON enquiry (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX enquiry_by_answer ON enquiry (answer_post_id) WHERE answer_post_id IS NOT NULL;
CREATE INDEX enquiry_of_kind ON enquiry (kind, reply_id);

-- What the answer that is begun asks besides; empty for nothing.
ALTER TABLE draft ADD COLUMN enquiring TEXT NOT NULL DEFAULT '';
