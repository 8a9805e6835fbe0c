-- Members who do one kind of work together.
CREATE TABLE team (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT COLLATE "C" NOT NULL,
    function TEXT COLLATE "C" NOT NULL,
    -- In whose hours they work; NULL for those of the organisation.
    calendar_id BIGINT REFERENCES calendar (id),
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX team_by_name ON team (folded) WHERE archived_at IS NULL;

CREATE TABLE team_member (
    team_id BIGINT NOT NULL REFERENCES team (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    PRIMARY KEY (team_id, member_id)
);
CREATE INDEX team_member_of_member ON team_member (member_id);

-- The team to which a conversation is given.
ALTER TABLE conversation ADD COLUMN team_id BIGINT REFERENCES team (id);
CREATE INDEX conversation_of_team ON conversation (team_id, status) WHERE team_id IS NOT NULL;
