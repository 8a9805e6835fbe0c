-- How the dials are made: every version.
CREATE TABLE dial_version (
    number INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    targets TEXT NOT NULL
) STRICT;
-- What is due from us: few events among many.
CREATE INDEX event_of_duties ON event (position)
WHERE kind IN ('commitment.made', 'commitment.kept', 'commitment.broken', 'commitment.withdrawn', 'commitment.moved', 'commitment.reopened', 'commitment.taken_back', 'obligation.owed', 'obligation.accepted', 'obligation.given_back', 'obligation.done', 'obligation.declined', 'obligation.voided', 'obligation.reopened', 'obligation.taken_back', 'insight.noted', 'insight.decided', 'insight.done', 'insight.told_back');
