-- Posts of some networks have a heading. Where a network has no threads, what an author says to one account or brand is
-- one conversation while no long silence lies between.
ALTER TABLE post ADD COLUMN title TEXT;
ALTER TABLE conversation ADD COLUMN talk_with TEXT;
CREATE INDEX conversation_by_talk ON conversation (channel_id, author_id, talk_with) WHERE talk_with IS NOT NULL;
