-- Whether the author of an answer chose when it goes out.
ALTER TABLE reply ADD COLUMN is_later BIGINT NOT NULL DEFAULT 0;

CREATE INDEX reply_later ON reply (conversation_id) WHERE is_later = 1 AND state = 'queued';

-- What a member is told, by rules and of their own answers. A notice of a rule is about the conversation of its run.
ALTER TABLE notice ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'rule';
ALTER TABLE notice ALTER COLUMN rule_run_id DROP NOT NULL;
ALTER TABLE notice ADD COLUMN conversation_id BIGINT REFERENCES conversation (id);
ALTER TABLE notice ADD COLUMN told_at BIGINT;
