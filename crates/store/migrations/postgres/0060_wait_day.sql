-- Sums of the waits that began on a day: gone as soon as more becomes known of one of them, and worked out anew.
CREATE TABLE wait_day (
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    parted_by TEXT COLLATE "C" NOT NULL,
    hours TEXT COLLATE "C" NOT NULL,
    changed BIGINT NOT NULL,
    last_end BIGINT,
    sums TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (from_at, until_at, parted_by)
);
