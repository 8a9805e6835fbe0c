-- What becomes of what a member has when their leave begins.
ALTER TABLE leave ADD COLUMN hands_over BIGINT NOT NULL DEFAULT 0;
-- To whom it goes; back to the teams where nobody is named.
ALTER TABLE leave ADD COLUMN successor_id BIGINT REFERENCES member (id);
ALTER TABLE leave ADD COLUMN handed_over_at BIGINT;
