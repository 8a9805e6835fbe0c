-- The words of posts, of our answers and of names, encoded: where a search has to look. Ids of all three are never the
-- same.
CREATE TABLE word_index (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    -- The rules by which they were made.
    version INTEGER NOT NULL,
    indexed_at INTEGER NOT NULL
) STRICT;

-- Words apart by spaces, letters and digits of ASCII alone: nothing is left for its tokeniser to decide. What is taken
-- out is gone from every segment at once.
CREATE VIRTUAL TABLE word_lookup USING fts5 (
    words, content = 'word_index', content_rowid = 'id', detail = 'none', columnsize = 0, tokenize = 'ascii'
);
INSERT INTO word_lookup (word_lookup, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER word_index_kept AFTER INSERT ON word_index BEGIN
    INSERT INTO word_lookup (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER word_index_changed AFTER UPDATE OF words ON word_index WHEN old.words <> new.words BEGIN
    INSERT INTO word_lookup (word_lookup, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO word_lookup (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER word_index_forgotten AFTER DELETE ON word_index BEGIN
    INSERT INTO word_lookup (word_lookup, rowid, words) VALUES ('delete', old.id, old.words);
END;

-- What was there before the index, or was changed by a program that does not know it, is looked through once; after_id is
-- null when that is done. The index is whole when it has been done once by the present rules.
CREATE TABLE word_index_round (
    kind TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    after_id INTEGER,
    is_whole INTEGER NOT NULL,
    -- How many were gone through, of how many.
    looked INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;
INSERT INTO word_index_round (kind, version, after_id, is_whole, looked, total)
    VALUES ('post', 0, 0, 0, 0, 0), ('reply', 0, 0, 0, 0, 0), ('author', 0, 0, 0, 0, 0);

-- Lists of several statuses in their order: without these, every row of a view was sorted for a page of it.
CREATE INDEX conversation_ours ON conversation (active_at DESC, id DESC) WHERE status IN ('new', 'open');
CREATE INDEX conversation_done ON conversation (active_at DESC, id DESC) WHERE status IN ('resolved', 'archived');
CREATE INDEX conversation_ours_by_assignee ON conversation (assignee_id, active_at DESC, id DESC)
    WHERE status IN ('new', 'open');
-- Whose name is still to be learned, newest first.
CREATE INDEX author_nameless ON author (network, id DESC) WHERE handle IS NULL;
