-- What is done by itself when something happens in a conversation.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Rules are asked in this order.
    place INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- Events after this position of the log call it; NULL while it is switched off.
    since_position INTEGER,
    -- Up to which conversation it looked for silence: when something was last said in that one, and its id.
    silent_at INTEGER,
    silent_id INTEGER,
    removed_at INTEGER
) STRICT;

-- What a rule did in each of its versions.
CREATE TABLE rule_version (
    rule_id INTEGER NOT NULL REFERENCES rule (id),
    version INTEGER NOT NULL,
    called_by TEXT NOT NULL,
    -- How long nothing is said, for one that is called by silence.
    silent_hours INTEGER,
    -- The condition, as it was typed; empty for none.
    query TEXT NOT NULL,
    -- What it does, in order, as JSON of ids and closed words.
    acts TEXT NOT NULL,
    -- Whether nothing more is done because of what called it.
    stops INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (rule_id, version)
) STRICT, WITHOUT ROWID;

-- Each time that a rule's condition was met.
CREATE TABLE rule_run (
    id INTEGER PRIMARY KEY,
    rule_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- What called it; NULL for silence.
    event_id INTEGER,
    -- The event with which it began, when rules call each other: one rule acts once because of it.
    chain INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    stops INTEGER NOT NULL,
    ran_at INTEGER NOT NULL,
    -- What it did, what was so already, and what could not be done.
    done INTEGER NOT NULL,
    already INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    FOREIGN KEY (rule_id, version) REFERENCES rule_version (rule_id, version)
) STRICT;

CREATE UNIQUE INDEX rule_run_once ON rule_run (chain, rule_id);
CREATE INDEX rule_run_of_rule ON rule_run (rule_id, id);
CREATE INDEX rule_run_of_conversation ON rule_run (conversation_id, id);

-- The time that a rule acted, of a deed that is a rule's.
ALTER TABLE deed ADD COLUMN rule_run_id INTEGER;
CREATE INDEX deed_of_rule_run ON deed (rule_run_id) WHERE rule_run_id IS NOT NULL;

-- What a member is told by a rule.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    rule_run_id INTEGER NOT NULL REFERENCES rule_run (id) ON DELETE CASCADE,
    seen_at INTEGER
) STRICT;

CREATE INDEX notice_of_member ON notice (member_id, id);
CREATE INDEX notice_of_run ON notice (rule_run_id);

-- Up to which position of the log something was followed.
CREATE TABLE followed (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
