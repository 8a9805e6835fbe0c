-- Pictures that members lay to answers. What is not given yet has them here; place is their order in the member's draft, and
-- nothing for one that a program handed in and may name in an answer.
CREATE TABLE draft_picture (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    place INTEGER,
    alt TEXT NOT NULL,
    -- What is left out of what was added, in plain words.
    left_out TEXT,
    full_digest TEXT NOT NULL REFERENCES media (digest),
    thumbnail_digest TEXT NOT NULL REFERENCES media (digest),
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_picture_of_draft ON draft_picture (conversation_id, member_id, place);
CREATE INDEX draft_picture_apart ON draft_picture (added_at) WHERE place IS NULL;
CREATE INDEX draft_picture_by_full ON draft_picture (full_digest);
CREATE INDEX draft_picture_by_thumbnail ON draft_picture (thumbnail_digest);

-- Pictures of answers, in their order. Their bytes go with whoever is erased.
CREATE TABLE reply_picture (
    reply_id INTEGER NOT NULL REFERENCES reply (id),
    place INTEGER NOT NULL,
    alt TEXT NOT NULL,
    -- As its author described it, where whoever approved it described it otherwise.
    written_alt TEXT,
    full_digest TEXT REFERENCES media (digest),
    thumbnail_digest TEXT REFERENCES media (digest),
    PRIMARY KEY (reply_id, place)
) STRICT;
CREATE INDEX reply_picture_by_full ON reply_picture (full_digest) WHERE full_digest IS NOT NULL;
CREATE INDEX reply_picture_by_thumbnail ON reply_picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;
