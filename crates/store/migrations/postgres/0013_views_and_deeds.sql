-- Lists of the inbox that members keep under a name.
CREATE TABLE saved_view (
    id BIGINT PRIMARY KEY,
    -- Who made it; the one who reads it, unless it is shared.
    member_id BIGINT NOT NULL REFERENCES member (id),
    is_shared BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    -- The list that everybody has, in which it looks.
    cut TEXT COLLATE "C" NOT NULL,
    -- What it looks for, as it was typed; empty for everything.
    query TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    removed_at BIGINT
);

CREATE INDEX saved_view_of_member ON saved_view (member_id);
CREATE INDEX saved_view_shared ON saved_view (id) WHERE is_shared = 1;
CREATE INDEX saved_view_removed ON saved_view (removed_at) WHERE removed_at IS NOT NULL;

-- In which order a member has them.
CREATE TABLE saved_view_place (
    member_id BIGINT NOT NULL REFERENCES member (id),
    saved_view_id BIGINT NOT NULL REFERENCES saved_view (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    PRIMARY KEY (member_id, saved_view_id)
);

CREATE INDEX saved_view_place_of ON saved_view_place (saved_view_id);
