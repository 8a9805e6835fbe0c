-- Since when a label is put away: it stays where it is, and is offered to nobody.
ALTER TABLE label ADD COLUMN archived_at INTEGER;
