-- Addresses of other programs that rules call.
CREATE TABLE webhook (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    -- The key by which a call is signed, in a box of the vault.
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT
);
CREATE UNIQUE INDEX webhook_by_name ON webhook (folded) WHERE archived_at IS NULL;

-- Calls of them: what is told, and what became of it. Ids and names of ours alone, no word of anybody outside.
CREATE TABLE webhook_call (
    id BIGINT PRIMARY KEY,
    webhook_id BIGINT NOT NULL REFERENCES webhook (id),
    rule_run_id BIGINT,
    conversation_id BIGINT,
    body TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- What the program answered last, where it answered.
    status BIGINT,
    -- Why it did not arrive.
    why TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    tried_at BIGINT
);
CREATE INDEX webhook_call_of_webhook ON webhook_call (webhook_id, id);
CREATE INDEX webhook_call_by_age ON webhook_call (created_at) WHERE state <> 'waiting';
