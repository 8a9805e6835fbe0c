-- How much a network still lets a stream ask for, as it said when it was last asked.
ALTER TABLE stream ADD COLUMN quota_limit INTEGER;
ALTER TABLE stream ADD COLUMN quota_left INTEGER;
ALTER TABLE stream ADD COLUMN quota_resets_at INTEGER;

-- How many items that were set aside had to make room for newer ones.
ALTER TABLE channel ADD COLUMN quarantine_dropped INTEGER NOT NULL DEFAULT 0;
