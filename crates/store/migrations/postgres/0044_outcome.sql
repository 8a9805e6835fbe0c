-- What came of a conversation for the person, said when it is done.
ALTER TABLE conversation ADD COLUMN outcome TEXT COLLATE "C";
