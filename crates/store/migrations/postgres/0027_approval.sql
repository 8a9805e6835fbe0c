-- Which answers a second person looks at before they go out.
CREATE TABLE approval_policy (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    -- The first in this order that is for an answer holds.
    place BIGINT NOT NULL,
    -- As JSON of numbers, ids, closed words and a query.
    terms TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);

CREATE UNIQUE INDEX approval_policy_by_name ON approval_policy (folded) WHERE archived_at IS NULL;

-- What is asked about an answer that needs approval, by the terms of that moment, and what became of it.
CREATE TABLE approval (
    reply_id BIGINT PRIMARY KEY REFERENCES reply (id),
    policy_id BIGINT NOT NULL REFERENCES approval_policy (id),
    policy_version BIGINT NOT NULL,
    grounds TEXT COLLATE "C" NOT NULL,
    team_id BIGINT REFERENCES team (id),
    fallback TEXT COLLATE "C" NOT NULL,
    -- The words as their author wrote them; those of the answer may be others afterwards.
    written TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT,
    -- When nobody had decided in time.
    lapsed_at BIGINT,
    outcome TEXT COLLATE "C",
    decided_at BIGINT,
    -- Who decided; nobody when it was decided by itself.
    decided_by BIGINT REFERENCES member (id),
    -- Why it was returned.
    remark TEXT COLLATE "C"
);

CREATE INDEX approval_open ON approval (asked_at) WHERE outcome IS NULL;
CREATE INDEX approval_due ON approval (due_at) WHERE outcome IS NULL AND lapsed_at IS NULL;
