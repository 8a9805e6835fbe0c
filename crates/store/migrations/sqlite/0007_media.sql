-- Pictures that hang on posts, as we made them anew from what their sources sent: named by the digest of their bytes,
-- so that what many posts show is kept once.
CREATE TABLE media (
    digest TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;

-- What became of each picture of a post; place is that of its attachment. A version from before leaves these rows when a
-- post is deleted; a round of newer ones takes them away.
CREATE TABLE picture (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    full_digest TEXT REFERENCES media (digest),
    thumbnail_digest TEXT REFERENCES media (digest),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, place)
) STRICT;
CREATE INDEX picture_by_full ON picture (full_digest) WHERE full_digest IS NOT NULL;
CREATE INDEX picture_by_thumbnail ON picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;
CREATE INDEX picture_kept ON picture (changed_at) WHERE full_digest IS NOT NULL;
