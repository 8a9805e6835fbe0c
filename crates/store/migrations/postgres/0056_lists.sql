-- Nothing asks for conversations by how long they wait, and where SQLite took this index for a list it sorted every row of
-- a status for one page.
DROP INDEX conversation_by_wait;
-- With all that a count asks for, or else SQLite went through every conversation to count the few.
DROP INDEX conversation_spam;
CREATE INDEX conversation_spam ON conversation (active_at DESC, id DESC, is_spam, alike_of, merged_into) WHERE is_spam = 1;
