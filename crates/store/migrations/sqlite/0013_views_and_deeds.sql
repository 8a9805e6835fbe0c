-- Lists of the inbox that members keep under a name.
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    -- Who made it; the one who reads it, unless it is shared.
    member_id INTEGER NOT NULL REFERENCES member (id),
    is_shared INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- The list that everybody has, in which it looks.
    cut TEXT NOT NULL,
    -- What it looks for, as it was typed; empty for everything.
    query TEXT NOT NULL,
    version INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE INDEX saved_view_of_member ON saved_view (member_id);
CREATE INDEX saved_view_shared ON saved_view (id) WHERE is_shared = 1;
CREATE INDEX saved_view_removed ON saved_view (removed_at) WHERE removed_at IS NOT NULL;

-- In which order a member has them.
CREATE TABLE saved_view_place (
    member_id INTEGER NOT NULL REFERENCES member (id),
    saved_view_id INTEGER NOT NULL REFERENCES saved_view (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (member_id, saved_view_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX saved_view_place_of ON saved_view_place (saved_view_id);
