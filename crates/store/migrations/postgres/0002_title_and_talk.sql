-- Posts of some networks have a heading. Where a network has no threads, what an author says to one account or brand is
-- one conversation while no long silence lies between.
ALTER TABLE post ADD COLUMN title TEXT COLLATE "C";
ALTER TABLE conversation ADD COLUMN talk_with TEXT COLLATE "C";
CREATE INDEX conversation_by_talk ON conversation (channel_id, author_id, talk_with) WHERE talk_with IS NOT NULL;

-- What cannot be read is kept once, however often it comes.
ALTER TABLE quarantine ADD COLUMN digest TEXT COLLATE "C";
CREATE UNIQUE INDEX quarantine_by_digest ON quarantine (channel_id, stream, digest);
