-- When the version of a post that we know was made, in micros UTC, where its network orders versions by such a time.
ALTER TABLE post ADD COLUMN revised_at INTEGER;

-- What one server heard to be gone, for the memories of the others: digests of 16 bytes, one after the other.
CREATE TABLE deletion (
    position INTEGER PRIMARY KEY,
    server TEXT NOT NULL,
    heard_at INTEGER NOT NULL,
    digests BLOB NOT NULL
) STRICT;

-- Pictures that wait, so that those that nobody is about to fetch are found.
CREATE INDEX picture_waiting ON picture (changed_at) WHERE state = 'waiting';
