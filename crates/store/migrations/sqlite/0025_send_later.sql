-- Whether the author of an answer chose when it goes out.
ALTER TABLE reply ADD COLUMN is_later INTEGER NOT NULL DEFAULT 0;

CREATE INDEX reply_later ON reply (conversation_id) WHERE is_later = 1 AND state = 'queued';

-- What a member is told, by rules and of their own answers. A notice of a rule is about the conversation of its run.
ALTER TABLE notice RENAME TO notice_of_rule;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL DEFAULT 'rule',
    rule_run_id INTEGER REFERENCES rule_run (id) ON DELETE CASCADE,
    conversation_id INTEGER REFERENCES conversation (id),
    told_at INTEGER,
    seen_at INTEGER
) STRICT;

INSERT INTO notice (id, member_id, rule_run_id, seen_at) SELECT id, member_id, rule_run_id, seen_at FROM notice_of_rule;
DROP TABLE notice_of_rule;

CREATE INDEX notice_of_member ON notice (member_id, id);
CREATE INDEX notice_of_run ON notice (rule_run_id);
