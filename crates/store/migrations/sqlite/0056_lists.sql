-- Nothing asks for conversations by how long they wait, and where SQLite took this index for a list it sorted every row of
-- a status for one page.
DROP INDEX conversation_by_wait;
