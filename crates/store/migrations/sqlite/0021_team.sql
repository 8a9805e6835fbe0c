-- Members who do one kind of work together.
CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    function TEXT NOT NULL,
    -- In whose hours they work; NULL for those of the organisation.
    calendar_id INTEGER REFERENCES calendar (id),
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX team_by_name ON team (folded) WHERE archived_at IS NULL;

CREATE TABLE team_member (
    team_id INTEGER NOT NULL REFERENCES team (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (team_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_of_member ON team_member (member_id);

-- The team to which a conversation is given.
ALTER TABLE conversation ADD COLUMN team_id INTEGER REFERENCES team (id);
CREATE INDEX conversation_of_team ON conversation (team_id, status) WHERE team_id IS NOT NULL;
