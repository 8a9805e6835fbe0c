-- What is asked of a random sample of all that was heard.
CREATE TABLE study (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    -- In the language of the inbox's search.
    query TEXT COLLATE "C" NOT NULL,
    -- The first and the last day on which a mention may have been written.
    first_day TEXT COLLATE "C" NOT NULL,
    last_day TEXT COLLATE "C" NOT NULL,
    -- How many mentions are drawn, and the words by which they are.
    size BIGINT NOT NULL,
    seed TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    -- The drawing, from when it began: who began it, which moments the days came to, where the log stood, which mention was
    -- the last heard.
    drawing_at BIGINT,
    drawn_by BIGINT REFERENCES member (id),
    begins_at BIGINT,
    ends_at BIGINT,
    position BIGINT,
    last_post BIGINT,
    -- How far it is, and what it met.
    after_post BIGINT NOT NULL DEFAULT 0,
    to_look BIGINT NOT NULL DEFAULT 0,
    looked BIGINT NOT NULL DEFAULT 0,
    met BIGINT NOT NULL DEFAULT 0,
    spam BIGINT NOT NULL DEFAULT 0,
    gone BIGINT NOT NULL DEFAULT 0,
    earliest_at BIGINT,
    latest_at BIGINT,
    -- By which rules for words the query was asked.
    analysis BIGINT,
    drawn_at BIGINT,
    coding_at BIGINT,
    ended_at BIGINT,
    agreed_at BIGINT,
    closed_at BIGINT,
    archived_at BIGINT
);

-- The code book: what is asked of each mention, and the codes that answer it, both numbered from 1.
CREATE TABLE study_variable (
    study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (study_id, number)
);
CREATE TABLE study_code (
    study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    variable BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (study_id, variable, number)
);

-- Who codes it: the first and the second.
CREATE TABLE study_coder (
    study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    slot BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES member (id),
    PRIMARY KEY (study_id, slot)
);
CREATE INDEX study_coder_of_member ON study_coder (member_id);

-- The sample, each mention with the lot that was drawn for it; while it is being drawn, the smallest so far.
CREATE TABLE study_item (
    study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    lot TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (study_id, post_id)
);
CREATE INDEX study_item_of_post ON study_item (post_id);

-- What a coder says of a mention: the number of a code, or 0 for what they cannot say.
CREATE TABLE study_answer (
    study_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    variable BIGINT NOT NULL,
    code BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (study_id, post_id, slot, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
);

-- What a coder noted of a mention for themselves.
CREATE TABLE study_note (
    id BIGINT PRIMARY KEY,
    study_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    UNIQUE (study_id, post_id, slot),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
);

-- What was decided where the two disagree.
CREATE TABLE study_decision (
    id BIGINT PRIMARY KEY,
    study_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    variable BIGINT NOT NULL,
    code BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES member (id),
    reason TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (study_id, post_id, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
);

-- What was learned.
CREATE TABLE insight (
    id BIGINT PRIMARY KEY,
    study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    sentence TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX insight_of_study ON insight (study_id, id);

-- The mentions of the sample that show it.
CREATE TABLE insight_post (
    insight_id BIGINT NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (insight_id, post_id)
);

-- What became of it, in order.
CREATE TABLE insight_step (
    id BIGINT PRIMARY KEY,
    insight_id BIGINT NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    state TEXT COLLATE "C" NOT NULL,
    member_id BIGINT NOT NULL REFERENCES member (id),
    note TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX insight_step_of_insight ON insight_step (insight_id, id);
