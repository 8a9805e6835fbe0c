-- What is asked of a random sample of all that was heard.
CREATE TABLE study (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    -- In the language of the inbox's search.
    query TEXT NOT NULL,
    -- The first and the last day on which a mention may have been written.
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- How many mentions are drawn, and the words by which they are.
    size INTEGER NOT NULL,
    seed TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    created_at INTEGER NOT NULL,
    -- The drawing, from when it began: who began it, which moments the days came to, where the log stood, which mention was
    -- the last heard.
    drawing_at INTEGER,
    drawn_by INTEGER REFERENCES member (id),
    begins_at INTEGER,
    ends_at INTEGER,
    position INTEGER,
    last_post INTEGER,
    -- How far it is, and what it met.
    after_post INTEGER NOT NULL DEFAULT 0,
    to_look INTEGER NOT NULL DEFAULT 0,
    looked INTEGER NOT NULL DEFAULT 0,
    met INTEGER NOT NULL DEFAULT 0,
    spam INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    earliest_at INTEGER,
    latest_at INTEGER,
    -- By which rules for words the query was asked.
    analysis INTEGER,
    drawn_at INTEGER,
    coding_at INTEGER,
    ended_at INTEGER,
    agreed_at INTEGER,
    closed_at INTEGER,
    archived_at INTEGER
) STRICT;

-- The code book: what is asked of each mention, and the codes that answer it, both numbered from 1.
CREATE TABLE study_variable (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (study_id, number)
) STRICT;
CREATE TABLE study_code (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    variable INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (study_id, variable, number)
) STRICT;

-- Who codes it: the first and the second.
CREATE TABLE study_coder (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (study_id, slot)
) STRICT;
CREATE INDEX study_coder_of_member ON study_coder (member_id);

-- The sample, each mention with the lot that was drawn for it; while it is being drawn, the smallest so far.
CREATE TABLE study_item (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    lot TEXT NOT NULL,
    PRIMARY KEY (study_id, post_id)
) STRICT;
CREATE INDEX study_item_of_post ON study_item (post_id);

-- What a coder says of a mention: the number of a code, or 0 for what they cannot say.
CREATE TABLE study_answer (
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    variable INTEGER NOT NULL,
    code INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (study_id, post_id, slot, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

-- What a coder noted of a mention for themselves.
CREATE TABLE study_note (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (study_id, post_id, slot),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

-- What was decided where the two disagree.
CREATE TABLE study_decision (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    variable INTEGER NOT NULL,
    code INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (study_id, post_id, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

-- What was learned.
CREATE TABLE insight (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    sentence TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX insight_of_study ON insight (study_id, id);

-- The mentions of the sample that show it.
CREATE TABLE insight_post (
    insight_id INTEGER NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (insight_id, post_id)
) STRICT;

-- What became of it, in order.
CREATE TABLE insight_step (
    id INTEGER PRIMARY KEY,
    insight_id INTEGER NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    note TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX insight_step_of_insight ON insight_step (insight_id, id);
