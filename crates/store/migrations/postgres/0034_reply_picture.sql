-- Pictures that members lay to answers. What is not given yet has them here; place is their order in the member's draft, and
-- nothing for one that a program handed in and may name in an answer.
CREATE TABLE draft_picture (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    place BIGINT,
    alt TEXT COLLATE "C" NOT NULL,
    -- What is left out of what was added, in plain words.
    left_out TEXT COLLATE "C",
    full_digest TEXT COLLATE "C" NOT NULL REFERENCES media (digest),
    thumbnail_digest TEXT COLLATE "C" NOT NULL REFERENCES media (digest),
    added_at BIGINT NOT NULL
);
CREATE INDEX draft_picture_of_draft ON draft_picture (conversation_id, member_id, place);
CREATE INDEX draft_picture_apart ON draft_picture (added_at) WHERE place IS NULL;
CREATE INDEX draft_picture_by_full ON draft_picture (full_digest);
CREATE INDEX draft_picture_by_thumbnail ON draft_picture (thumbnail_digest);

-- Pictures of answers, in their order. Their bytes go with whoever is erased.
CREATE TABLE reply_picture (
    reply_id BIGINT NOT NULL REFERENCES reply (id),
    place BIGINT NOT NULL,
    alt TEXT COLLATE "C" NOT NULL,
    -- As its author described it, where whoever approved it described it otherwise.
    written_alt TEXT COLLATE "C",
    full_digest TEXT COLLATE "C" REFERENCES media (digest),
    thumbnail_digest TEXT COLLATE "C" REFERENCES media (digest),
    PRIMARY KEY (reply_id, place)
);
CREATE INDEX reply_picture_by_full ON reply_picture (full_digest) WHERE full_digest IS NOT NULL;
CREATE INDEX reply_picture_by_thumbnail ON reply_picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;
