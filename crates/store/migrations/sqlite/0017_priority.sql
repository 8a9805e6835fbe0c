-- How soon a conversation is to be looked at, where a member or a rule said so.
ALTER TABLE conversation ADD COLUMN priority TEXT;
