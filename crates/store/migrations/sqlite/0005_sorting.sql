-- Every mention in it is judged to be spam, and no member took it up: it stands in the view of spam alone.
ALTER TABLE conversation ADD COLUMN is_spam INTEGER NOT NULL DEFAULT 0;
-- The conversation that began with nearly the same words: lists show this one under that one as long as nothing else
-- happens in it.
ALTER TABLE conversation ADD COLUMN alike_of INTEGER;
-- How many stand under this one.
ALTER TABLE conversation ADD COLUMN alike_count INTEGER NOT NULL DEFAULT 0;

-- What lists leave aside is told from the index.
DROP INDEX conversation_by_activity;
CREATE INDEX conversation_by_activity ON conversation (status, active_at DESC, id DESC, is_spam, alike_of);
DROP INDEX conversation_by_moment;
CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC, is_spam, alike_of);
CREATE INDEX conversation_spam ON conversation (active_at DESC, id DESC) WHERE is_spam = 1;
CREATE INDEX conversation_alike ON conversation (alike_of, active_at DESC) WHERE alike_of IS NOT NULL;

-- The beginnings of conversations of the last days, in four parts of their signature: of two that differ in few bits, one
-- part is equal or nearly so.
CREATE TABLE near (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- The number of the part, and its 16 bits.
    part INTEGER NOT NULL,
    signature INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, part)
) STRICT;
CREATE INDEX near_by_part ON near (part, opened_at);

-- How people are judged to stand to the organisation (a relation, several may hold) and to a topic (a stance), each with
-- what it rests on. A member's word replaces the judge's and is marked with the member.
CREATE TABLE regard (
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    -- The topic of a stance; 0 for a relation.
    topic_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    confidence_percent INTEGER NOT NULL,
    -- Posts with the places of the words, and parts of the profile.
    evidence TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id),
    judged_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (author_id, topic_id, value)
) STRICT;

CREATE INDEX regard_by_expiry ON regard (expires_at);

UPDATE conversation SET is_spam = 1 WHERE status = 'new' AND id IN (
    SELECT post.conversation_id FROM judgement JOIN post ON post.id = judgement.post_id
    WHERE judgement.task = 'spam' AND judgement.value = 'yes' AND post.conversation_id IS NOT NULL
) AND NOT EXISTS (
    SELECT 1 FROM post JOIN mention ON mention.post_id = post.id
    LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'spam'
    WHERE post.conversation_id = conversation.id AND (judgement.value IS NULL OR judgement.value <> 'yes')
);
