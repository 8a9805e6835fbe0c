-- What triage decided about a conversation since somebody outside last wrote, and why nothing is said where that was it.
ALTER TABLE conversation ADD COLUMN disposition TEXT;
ALTER TABLE conversation ADD COLUMN silence_reason TEXT;
