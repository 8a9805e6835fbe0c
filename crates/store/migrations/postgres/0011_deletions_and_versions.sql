-- When the version of a post that we know was made, in micros UTC, where its network orders versions by such a time.
ALTER TABLE post ADD COLUMN revised_at BIGINT;
