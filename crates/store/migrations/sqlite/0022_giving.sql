-- How a team gives out what it is given, and whether only in its hours.
ALTER TABLE team ADD COLUMN giving TEXT NOT NULL DEFAULT 'by_hand';
ALTER TABLE team ADD COLUMN keeps_hours INTEGER NOT NULL DEFAULT 0;
-- When a member was last given something by the team, a number that grows; NULL for never.
ALTER TABLE team_member ADD COLUMN turn INTEGER;

-- What a member can take; without a row anything, and any number.
CREATE TABLE workload (
    member_id INTEGER PRIMARY KEY REFERENCES member (id),
    capacity INTEGER,
    -- Languages, networks, channels and relations, as JSON of ids and closed words.
    skills TEXT NOT NULL
) STRICT;

-- When members are not there.
CREATE TABLE leave (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    -- When it ended before its time, or was called off.
    ended_at INTEGER
) STRICT;
CREATE INDEX leave_of_member ON leave (member_id, until_at);

-- Conversations that are to be given out and wait with their team, since nobody fits.
CREATE TABLE team_wait (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    team_id INTEGER NOT NULL REFERENCES team (id),
    since INTEGER NOT NULL,
    lack TEXT NOT NULL,
    -- The language or the relation that nobody has.
    detail TEXT
) STRICT;
CREATE INDEX team_wait_in_order ON team_wait (since, conversation_id);

-- The team that gave it out, of a deed that is a team's.
ALTER TABLE deed ADD COLUMN team_id INTEGER;
