-- What only its author and whom it is to can read.
ALTER TABLE post ADD COLUMN is_private BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reply ADD COLUMN is_private BIGINT NOT NULL DEFAULT 0;
-- The private message that has to be out before this line goes, which says in public that there is one.
ALTER TABLE reply ADD COLUMN closes_id BIGINT REFERENCES reply (id);
CREATE INDEX reply_closing ON reply (closes_id) WHERE closes_id IS NOT NULL;
CREATE INDEX reply_private ON reply (conversation_id) WHERE is_private = 1;
CREATE INDEX reply_private_to ON reply (post_id) WHERE is_private = 1;
CREATE INDEX post_private ON post (conversation_id) WHERE is_private = 1;
