-- With what a member signs, on one channel or wherever they have no other.
CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    channel_id INTEGER REFERENCES channel (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX signature_of_member ON signature (member_id, COALESCE(channel_id, 0));

-- The end of an answer's words that is a signature, and whether the answer that is begun is to go without.
ALTER TABLE reply ADD COLUMN signature TEXT;
ALTER TABLE draft ADD COLUMN is_unsigned INTEGER NOT NULL DEFAULT 0;
