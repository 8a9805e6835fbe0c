-- Moments at which a member stopped what goes out, wholly or where a label is on, until it was lifted.
CREATE TABLE stop (
    id INTEGER PRIMARY KEY,
    label_id INTEGER REFERENCES label (id),
    reason TEXT NOT NULL,
    begun_by INTEGER NOT NULL REFERENCES member (id),
    begun_at INTEGER NOT NULL,
    lifted_by INTEGER REFERENCES member (id),
    lifted_at INTEGER
) STRICT;

CREATE INDEX stop_in_force ON stop (begun_at) WHERE lifted_at IS NULL;

-- Since when a stop holds an answer, by which, and when a member let it go all the same.
ALTER TABLE reply ADD COLUMN held_since INTEGER;
ALTER TABLE reply ADD COLUMN held_by INTEGER REFERENCES stop (id);
ALTER TABLE reply ADD COLUMN released_at INTEGER;

DROP INDEX reply_later;
CREATE INDEX reply_put_off ON reply (send_at) WHERE state = 'queued';
