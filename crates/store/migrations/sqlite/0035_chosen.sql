-- What a rule or a macro says of a conversation, whatever else is known about it: that it is kept aside with spam, and by
-- which policy it is answered.
ALTER TABLE conversation ADD COLUMN is_kept_aside INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN sla_policy_id INTEGER REFERENCES sla_policy (id);
