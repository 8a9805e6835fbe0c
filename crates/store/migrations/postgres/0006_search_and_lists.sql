-- The words of posts, of our answers and of names, encoded: where a search has to look. Ids of all three are never the
-- same.
CREATE TABLE word_index (
    id BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL,
    -- The rules by which they were made.
    version BIGINT NOT NULL,
    indexed_at BIGINT NOT NULL
);
CREATE INDEX word_index_by_word ON word_index USING gin (words);

-- What was there before the index, or was changed by a program that does not know it, is looked through once; after_id is
-- null when that is done. The index is whole when it has been done once by the present rules.
CREATE TABLE word_index_round (
    kind TEXT COLLATE "C" PRIMARY KEY,
    version BIGINT NOT NULL,
    after_id BIGINT,
    is_whole BIGINT NOT NULL,
    -- How many were gone through, of how many.
    looked BIGINT NOT NULL,
    total BIGINT NOT NULL
);
INSERT INTO word_index_round (kind, version, after_id, is_whole, looked, total)
    VALUES ('post', 0, 0, 0, 0, 0), ('reply', 0, 0, 0, 0, 0), ('author', 0, 0, 0, 0, 0);

-- Lists of several statuses in their order: without these, every row of a view was sorted for a page of it.
CREATE INDEX conversation_ours ON conversation (active_at DESC, id DESC) WHERE status IN ('new', 'open');
CREATE INDEX conversation_done ON conversation (active_at DESC, id DESC) WHERE status IN ('resolved', 'archived');
CREATE INDEX conversation_ours_by_assignee ON conversation (assignee_id, active_at DESC, id DESC)
    WHERE status IN ('new', 'open');
-- Whose name is still to be learned, newest first.
CREATE INDEX author_nameless ON author (network, id DESC) WHERE handle IS NULL;
