-- Pictures that hang on posts, as we made them anew from what their sources sent: named by the digest of their bytes,
-- so that what many posts show is kept once.
CREATE TABLE media (
    digest TEXT COLLATE "C" PRIMARY KEY,
    media_type TEXT COLLATE "C" NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);

-- What became of each picture of a post; place is that of its attachment. A version from before leaves these rows when a
-- post is deleted; a round of newer ones takes them away.
CREATE TABLE picture (
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    full_digest TEXT COLLATE "C" REFERENCES media (digest),
    thumbnail_digest TEXT COLLATE "C" REFERENCES media (digest),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, place)
);
CREATE INDEX picture_by_full ON picture (full_digest) WHERE full_digest IS NOT NULL;
CREATE INDEX picture_by_thumbnail ON picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;
CREATE INDEX picture_kept ON picture (changed_at) WHERE full_digest IS NOT NULL;
