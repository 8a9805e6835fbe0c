-- What was judged about a mention, one row per question; value is null where the judge abstained. A member's word
-- replaces the judge's and is marked with the member.
CREATE TABLE judgement (
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    task TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C",
    confidence_percent BIGINT NOT NULL,
    ground TEXT COLLATE "C" NOT NULL,
    member_id BIGINT REFERENCES member (id),
    judged_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, task)
);

-- What members corrected, in order: the judges learn from it anew at every start. The id is that of its event.
CREATE TABLE correction (
    id BIGINT PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    task TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    member_id BIGINT NOT NULL REFERENCES member (id)
);
