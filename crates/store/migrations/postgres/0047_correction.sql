-- Answers with which we say that a message of ours was wrong.
CREATE TABLE reply_correction (
    reply_id BIGINT PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    -- The message: an answer of ours, or a post of ours that was written elsewhere.
    wrong_reply_id BIGINT REFERENCES reply (id),
    wrong_post_id BIGINT REFERENCES post (id),
    -- What was wrong and what is right, each a line of ours.
    wrong_words TEXT COLLATE "C" NOT NULL,
    right_words TEXT COLLATE "C",
    -- Who found it: a person or a member, or nobody in particular. A person of whom nothing is kept any more has no id.
    finder TEXT COLLATE "C" NOT NULL,
    finder_author_id BIGINT REFERENCES author (id),
    finder_member_id BIGINT REFERENCES member (id),
    -- Who of us says so.
    member_id BIGINT NOT NULL REFERENCES member (id),
    made_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by BIGINT REFERENCES member (id)
);
CREATE INDEX reply_correction_of_reply ON reply_correction (wrong_reply_id) WHERE wrong_reply_id IS NOT NULL;
CREATE INDEX reply_correction_of_post ON reply_correction (wrong_post_id) WHERE wrong_post_id IS NOT NULL;
CREATE INDEX reply_correction_by_finder ON reply_correction (finder_author_id) WHERE finder_author_id IS NOT NULL;

-- What the answer that is begun puts right; empty for nothing.
ALTER TABLE draft ADD COLUMN correcting TEXT COLLATE "C" NOT NULL DEFAULT '';
