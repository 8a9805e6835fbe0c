-- What was promised to somebody outside.
CREATE TABLE commitment (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Where it stands when nothing is merged; NULL for where it stands.
    home_id BIGINT REFERENCES conversation (id) ON DELETE CASCADE,
    -- The message of ours in which it was said; NULL where it was said elsewhere.
    reply_id BIGINT REFERENCES reply (id),
    -- What was promised, in one line.
    words TEXT COLLATE "C" NOT NULL,
    -- Who answers for it.
    member_id BIGINT NOT NULL REFERENCES member (id),
    due_at BIGINT NOT NULL,
    -- The date that was said first.
    first_due_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- Why it was broken or withdrawn.
    reason TEXT COLLATE "C",
    -- What shows that it was kept: words of a kind, or a message of ours.
    proof_kind TEXT COLLATE "C",
    proof_words TEXT COLLATE "C",
    proof_reply_id BIGINT REFERENCES reply (id),
    -- Since when it is kept, broken or withdrawn.
    ended_at BIGINT,
    -- When whoever answers for it is told next: before its date, and when that is over; NULL for no more.
    tell_at BIGINT,
    -- When its date was over; NULL as long as nobody was told that it is late.
    late_at BIGINT,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX commitment_of_conversation ON commitment (conversation_id, id);
CREATE INDEX commitment_home ON commitment (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX commitment_of_reply ON commitment (reply_id) WHERE reply_id IS NOT NULL;
CREATE INDEX commitment_by_due ON commitment (state, due_at, id);
CREATE INDEX commitment_by_end ON commitment (state, ended_at, id);
CREATE INDEX commitment_to_tell ON commitment (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX commitment_of_member ON commitment (member_id, state);

-- What happened to it, in order.
CREATE TABLE commitment_step (
    id BIGINT PRIMARY KEY,
    commitment_id BIGINT NOT NULL REFERENCES commitment (id) ON DELETE CASCADE,
    act TEXT COLLATE "C" NOT NULL,
    -- Who did it.
    member_id BIGINT REFERENCES member (id),
    -- Who answers for it since, and by when.
    holder_id BIGINT NOT NULL REFERENCES member (id),
    due_at BIGINT NOT NULL,
    -- Why, or what shows that it was kept.
    words TEXT COLLATE "C",
    at BIGINT NOT NULL
);

CREATE INDEX commitment_step_of_commitment ON commitment_step (commitment_id, id);
