-- What is done by itself when something happens in a conversation.
CREATE TABLE rule (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- Rules are asked in this order.
    place BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- Events after this position of the log call it; NULL while it is switched off.
    since_position BIGINT,
    -- Up to which conversation it looked for silence: when something was last said in that one, and its id.
    silent_at BIGINT,
    silent_id BIGINT,
    removed_at BIGINT
);

-- What a rule did in each of its versions.
CREATE TABLE rule_version (
    rule_id BIGINT NOT NULL REFERENCES rule (id),
    version BIGINT NOT NULL,
    called_by TEXT COLLATE "C" NOT NULL,
    -- How long nothing is said, for one that is called by silence.
    silent_hours BIGINT,
    -- The condition, as it was typed; empty for none.
    query TEXT COLLATE "C" NOT NULL,
    -- What it does, in order, as JSON of ids and closed words.
    acts TEXT COLLATE "C" NOT NULL,
    -- Whether nothing more is done because of what called it.
    stops BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES member (id),
    PRIMARY KEY (rule_id, version)
);

-- Each time that a rule's condition was met.
CREATE TABLE rule_run (
    id BIGINT PRIMARY KEY,
    rule_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- What called it; NULL for silence.
    event_id BIGINT,
    -- The event with which it began, when rules call each other: one rule acts once because of it.
    chain BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    stops BIGINT NOT NULL,
    ran_at BIGINT NOT NULL,
    -- What it did, what was so already, and what could not be done.
    done BIGINT NOT NULL,
    already BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    FOREIGN KEY (rule_id, version) REFERENCES rule_version (rule_id, version)
);

CREATE UNIQUE INDEX rule_run_once ON rule_run (chain, rule_id);
CREATE INDEX rule_run_of_rule ON rule_run (rule_id, id);
CREATE INDEX rule_run_of_conversation ON rule_run (conversation_id, id);

-- The time that a rule acted, of a deed that is a rule's.
ALTER TABLE deed ADD COLUMN rule_run_id BIGINT;
CREATE INDEX deed_of_rule_run ON deed (rule_run_id) WHERE rule_run_id IS NOT NULL;

-- What a member is told by a rule.
CREATE TABLE notice (
    id BIGINT PRIMARY KEY,
    member_id BIGINT NOT NULL REFERENCES member (id),
    rule_run_id BIGINT NOT NULL REFERENCES rule_run (id) ON DELETE CASCADE,
    seen_at BIGINT
);

CREATE INDEX notice_of_member ON notice (member_id, id);
CREATE INDEX notice_of_run ON notice (rule_run_id);

-- Up to which position of the log something was followed.
CREATE TABLE followed (
    name TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL
);
