-- When the version of a post that we know was made, in micros UTC, where its network orders versions by such a time.
ALTER TABLE post ADD COLUMN revised_at BIGINT;

-- What one server heard to be gone, for the memories of the others: digests of 16 bytes, one after the other.
CREATE TABLE deletion (
    position BIGINT PRIMARY KEY,
    server TEXT COLLATE "C" NOT NULL,
    heard_at BIGINT NOT NULL,
    digests BYTEA NOT NULL
);

-- Pictures that wait, so that those that nobody is about to fetch are found.
CREATE INDEX picture_waiting ON picture (changed_at) WHERE state = 'waiting';
