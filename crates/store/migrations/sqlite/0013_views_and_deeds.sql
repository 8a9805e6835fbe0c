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

-- What a member did to one conversation or to many at once, for as long as it can be undone.
CREATE TABLE deed (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    -- What becomes of each conversation, as JSON of ids and closed words.
    change TEXT NOT NULL,
    -- The list whose conversations it is about; NULL where they were chosen one by one.
    cut TEXT,
    query TEXT,
    -- The place of that list up to which they are found.
    gathered_at INTEGER,
    gathered_id INTEGER,
    state TEXT NOT NULL,
    -- How many there are, and what became of them.
    total INTEGER NOT NULL,
    already INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    restored INTEGER NOT NULL,
    left_alone INTEGER NOT NULL,
    begun_at INTEGER NOT NULL
) STRICT;

CREATE INDEX deed_begun ON deed (begun_at);

CREATE TABLE deed_item (
    deed_id INTEGER NOT NULL REFERENCES deed (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    -- How it stood before and after, as JSON of ids and closed words.
    before TEXT,
    after TEXT,
    -- Events of the conversation with a greater id happened since.
    marked INTEGER,
    PRIMARY KEY (deed_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX deed_item_by_state ON deed_item (deed_id, state, conversation_id);
CREATE INDEX deed_item_by_conversation ON deed_item (conversation_id);
