-- What one function owes on a conversation.
CREATE TABLE obligation (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Where it stands when nothing is merged; NULL for where it stands.
    home_id INTEGER REFERENCES conversation (id) ON DELETE CASCADE,
    -- The message that it is about; NULL for the conversation as a whole.
    post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    -- What is owed, in one line.
    words TEXT NOT NULL,
    function TEXT NOT NULL,
    -- Who is asked to see to it, or took it on.
    member_id INTEGER REFERENCES member (id),
    due_at INTEGER,
    state TEXT NOT NULL,
    -- Why it was declined or is void.
    reason TEXT,
    -- What shows that it is done: words of a kind, or a message of ours.
    proof_kind TEXT,
    proof_words TEXT,
    proof_reply_id INTEGER REFERENCES reply (id),
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX obligation_of_conversation ON obligation (conversation_id, id);
CREATE INDEX obligation_home ON obligation (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX obligation_of_post ON obligation (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX obligation_by_due ON obligation (state, due_at, id);
CREATE INDEX obligation_by_change ON obligation (state, changed_at, id);

-- What happened to it, in order.
CREATE TABLE obligation_step (
    id INTEGER PRIMARY KEY,
    obligation_id INTEGER NOT NULL REFERENCES obligation (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it: a member or a rule.
    member_id INTEGER REFERENCES member (id),
    rule_id INTEGER REFERENCES rule (id),
    -- Who owes it since, and by when.
    function TEXT NOT NULL,
    holder_id INTEGER REFERENCES member (id),
    due_at INTEGER,
    -- Why, or what was done.
    words TEXT,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX obligation_step_of_obligation ON obligation_step (obligation_id, id);
