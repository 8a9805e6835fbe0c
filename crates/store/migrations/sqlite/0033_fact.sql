-- What we say is true, with its source.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    claim TEXT NOT NULL,
    -- A digest of the claim without regard to case and spacing: no two in use are alike. It holds no words, so it stays
    -- as it is where a name is taken out of them.
    likeness TEXT NOT NULL,
    source_title TEXT NOT NULL,
    source_url TEXT,
    -- Who stands for it.
    owner_id INTEGER NOT NULL REFERENCES member (id),
    -- The day at which it is checked again.
    review_on TEXT NOT NULL,
    -- When its owner is told that this day has come; NULL once they were.
    tell_at INTEGER,
    version INTEGER NOT NULL,
    -- The first version of which every word still stands.
    stands_since INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX fact_by_likeness ON fact (likeness) WHERE archived_at IS NULL;
CREATE INDEX fact_to_tell ON fact (tell_at) WHERE tell_at IS NOT NULL AND archived_at IS NULL;

-- How it may be said: one line for a language; that of the empty one is for everybody else.
CREATE TABLE fact_line (
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (fact_id, language)
) STRICT;

-- What happened to it, in order, and how it reads since.
CREATE TABLE fact_step (
    id INTEGER PRIMARY KEY,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it.
    member_id INTEGER NOT NULL REFERENCES member (id),
    version INTEGER NOT NULL,
    claim TEXT NOT NULL,
    source_title TEXT NOT NULL,
    source_url TEXT,
    owner_id INTEGER NOT NULL REFERENCES member (id),
    review_on TEXT NOT NULL,
    -- Whether its lines are others since.
    lines_changed INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_step_of_fact ON fact_step (fact_id, id);

-- Which answers were made with it, and how it read then.
CREATE TABLE fact_use (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, fact_id)
) STRICT;
CREATE INDEX fact_use_of_fact ON fact_use (fact_id, reply_id);

-- The facts that an answer was begun with, as fact:version, apart by spaces.
ALTER TABLE draft ADD COLUMN facts TEXT NOT NULL DEFAULT '';

-- The fact that a member is told of, where it is no conversation.
ALTER TABLE notice ADD COLUMN fact_id INTEGER REFERENCES fact (id) ON DELETE CASCADE;
CREATE INDEX notice_of_fact ON notice (fact_id) WHERE fact_id IS NOT NULL;
