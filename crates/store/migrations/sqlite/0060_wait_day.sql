-- Sums of the waits that began on a day: gone as soon as more becomes known of one of them, and worked out anew.
CREATE TABLE wait_day (
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    parted_by TEXT NOT NULL,
    hours TEXT NOT NULL,
    changed INTEGER NOT NULL,
    last_end INTEGER,
    sums TEXT NOT NULL,
    PRIMARY KEY (from_at, until_at, parted_by)
) STRICT;
