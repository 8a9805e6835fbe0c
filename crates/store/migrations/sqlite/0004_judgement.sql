-- What was judged about a mention, one row per question; value is null where the judge abstained. A member's word
-- replaces the judge's and is marked with the member.
CREATE TABLE judgement (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    value TEXT,
    confidence_percent INTEGER NOT NULL,
    ground TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id),
    judged_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, task)
) STRICT;

-- What members corrected, in order: the judges learn from it anew at every start. The id is that of its event.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    value TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id)
) STRICT;
