-- When a draft was begun: of several answers that are begun in a conversation, the first is the one that we speak with.
ALTER TABLE draft ADD COLUMN begun_at BIGINT NOT NULL DEFAULT 0;
UPDATE draft SET begun_at = updated_at;
