-- Addresses of other programs that rules call.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    url TEXT NOT NULL,
    -- The key by which a call is signed, in a box of the vault.
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX webhook_by_name ON webhook (folded) WHERE archived_at IS NULL;

-- Calls of them: what is told, and what became of it. Ids and names of ours alone, no word of anybody outside.
CREATE TABLE webhook_call (
    id INTEGER PRIMARY KEY,
    webhook_id INTEGER NOT NULL REFERENCES webhook (id),
    rule_run_id INTEGER,
    conversation_id INTEGER,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- What the program answered last, where it answered.
    status INTEGER,
    -- Why it did not arrive.
    why TEXT,
    created_at INTEGER NOT NULL,
    tried_at INTEGER
) STRICT;
CREATE INDEX webhook_call_of_webhook ON webhook_call (webhook_id, id);
CREATE INDEX webhook_call_by_age ON webhook_call (created_at) WHERE state <> 'waiting';
