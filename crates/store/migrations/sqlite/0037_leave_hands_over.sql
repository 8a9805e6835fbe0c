-- What becomes of what a member has when their leave begins.
ALTER TABLE leave ADD COLUMN hands_over INTEGER NOT NULL DEFAULT 0;
-- To whom it goes; back to the teams where nobody is named.
ALTER TABLE leave ADD COLUMN successor_id INTEGER REFERENCES member (id);
ALTER TABLE leave ADD COLUMN handed_over_at INTEGER;
