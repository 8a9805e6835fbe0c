-- What one function owes on a conversation.
CREATE TABLE obligation (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Where it stands when nothing is merged; NULL for where it stands.
    home_id BIGINT REFERENCES conversation (id) ON DELETE CASCADE,
    -- The message that it is about; NULL for the conversation as a whole.
    post_id BIGINT REFERENCES post (id) ON DELETE SET NULL,
    kind TEXT COLLATE "C" NOT NULL,
    -- What is owed, in one line.
    words TEXT COLLATE "C" NOT NULL,
    function TEXT COLLATE "C" NOT NULL,
    -- Who is asked to see to it, or took it on.
    member_id BIGINT REFERENCES member (id),
    due_at BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    -- Why it was declined or is void.
    reason TEXT COLLATE "C",
    -- What shows that it is done: words of a kind, or a message of ours.
    proof_kind TEXT COLLATE "C",
    proof_words TEXT COLLATE "C",
    proof_reply_id BIGINT REFERENCES reply (id),
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE INDEX obligation_of_conversation ON obligation (conversation_id, id);
CREATE INDEX obligation_home ON obligation (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX obligation_of_post ON obligation (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX obligation_by_due ON obligation (state, due_at, id);
CREATE INDEX obligation_by_change ON obligation (state, changed_at, id);

-- What happened to it, in order.
CREATE TABLE obligation_step (
    id BIGINT PRIMARY KEY,
    obligation_id BIGINT NOT NULL REFERENCES obligation (id) ON DELETE CASCADE,
    act TEXT COLLATE "C" NOT NULL,
    -- Who did it: a member or a rule.
    member_id BIGINT REFERENCES member (id),
    rule_id BIGINT REFERENCES rule (id),
    -- Who owes it since, and by when.
    function TEXT COLLATE "C" NOT NULL,
    holder_id BIGINT REFERENCES member (id),
    due_at BIGINT,
    -- Why, or what was done.
    words TEXT COLLATE "C",
    at BIGINT NOT NULL
);

CREATE INDEX obligation_step_of_obligation ON obligation_step (obligation_id, id);
