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

-- What a member did to one conversation or to many at once, for as long as it can be undone.
CREATE TABLE deed (
    id BIGINT PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    -- What becomes of each conversation, as JSON of ids and closed words.
    change TEXT COLLATE "C" NOT NULL,
    -- The list whose conversations it is about; NULL where they were chosen one by one.
    cut TEXT COLLATE "C",
    query TEXT COLLATE "C",
    -- The place of that list up to which they are found.
    gathered_at BIGINT,
    gathered_id BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    -- How many there are, and what became of them.
    total BIGINT NOT NULL,
    already BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    restored BIGINT NOT NULL,
    left_alone BIGINT NOT NULL,
    begun_at BIGINT NOT NULL
);

CREATE INDEX deed_begun ON deed (begun_at);

CREATE TABLE deed_item (
    deed_id BIGINT NOT NULL REFERENCES deed (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    state TEXT COLLATE "C" NOT NULL,
    -- How it stood before and after, as JSON of ids and closed words.
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    -- Events of the conversation with a greater id happened since.
    marked BIGINT,
    PRIMARY KEY (deed_id, conversation_id)
);

CREATE INDEX deed_item_by_state ON deed_item (deed_id, state, conversation_id);
CREATE INDEX deed_item_by_conversation ON deed_item (conversation_id);
