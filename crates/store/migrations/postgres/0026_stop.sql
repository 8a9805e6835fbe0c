-- Moments at which a member stopped what goes out, wholly or where a label is on, until it was lifted.
CREATE TABLE stop (
    id BIGINT PRIMARY KEY,
    label_id BIGINT REFERENCES label (id),
    reason TEXT COLLATE "C" NOT NULL,
    begun_by BIGINT NOT NULL REFERENCES member (id),
    begun_at BIGINT NOT NULL,
    lifted_by BIGINT REFERENCES member (id),
    lifted_at BIGINT
);

CREATE INDEX stop_in_force ON stop (begun_at) WHERE lifted_at IS NULL;

-- Since when a stop holds an answer, by which, and when a member let it go all the same.
ALTER TABLE reply ADD COLUMN held_since BIGINT;
ALTER TABLE reply ADD COLUMN held_by BIGINT REFERENCES stop (id);
ALTER TABLE reply ADD COLUMN released_at BIGINT;

DROP INDEX reply_later;
CREATE INDEX reply_put_off ON reply (send_at) WHERE state = 'queued';
