-- The conversation in which another stands since they were merged: what is said in either is kept there.
ALTER TABLE conversation ADD COLUMN merged_into BIGINT REFERENCES conversation (id);
-- The conversation out of which it was split.
ALTER TABLE conversation ADD COLUMN split_from BIGINT REFERENCES conversation (id);
-- Its version when it last gained or lost messages by merging or splitting.
ALTER TABLE conversation ADD COLUMN reshaped_version BIGINT NOT NULL DEFAULT 0;
-- Where they stand when nothing is merged; NULL for where they stand.
ALTER TABLE post ADD COLUMN home_id BIGINT REFERENCES conversation (id);
ALTER TABLE reply ADD COLUMN home_id BIGINT REFERENCES conversation (id);
ALTER TABLE note ADD COLUMN home_id BIGINT REFERENCES conversation (id);

CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX conversation_split ON conversation (split_from) WHERE split_from IS NOT NULL;
CREATE INDEX post_home ON post (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX reply_home ON reply (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX note_home ON note (home_id) WHERE home_id IS NOT NULL;

-- Lists leave out what stands in another, and count without reading the rows.
DROP INDEX conversation_by_activity;
CREATE INDEX conversation_by_activity ON conversation (status, active_at DESC, id DESC, is_spam, alike_of, merged_into);
DROP INDEX conversation_by_moment;
CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC, is_spam, alike_of, merged_into);
