CREATE TABLE answered (
    token_id INTEGER NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_digest BLOB NOT NULL,
    status INTEGER NOT NULL,
    -- Pairs of name and value.
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (token_id, key)
) STRICT;

CREATE INDEX answered_by_time ON answered (answered_at);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX api_token_by_member ON api_token (member_id, id);

CREATE TABLE approval (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id),
    policy_id INTEGER NOT NULL REFERENCES approval_policy (id),
    policy_version INTEGER NOT NULL,
    grounds TEXT NOT NULL,
    team_id INTEGER REFERENCES team (id),
    fallback TEXT NOT NULL,
    -- The words as their author wrote them; those of the answer may be others afterwards.
    written TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    due_at INTEGER,
    -- When nobody had decided in time.
    lapsed_at INTEGER,
    outcome TEXT,
    decided_at INTEGER,
    -- Who decided; nobody when it was decided by itself.
    decided_by INTEGER REFERENCES member (id),
    -- Why it was returned.
    remark TEXT
) STRICT;

CREATE INDEX approval_due ON approval (due_at) WHERE outcome IS NULL AND lapsed_at IS NULL;

CREATE INDEX approval_open ON approval (asked_at) WHERE outcome IS NULL;

CREATE TABLE approval_policy (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- The first in this order that is for an answer holds.
    place INTEGER NOT NULL,
    -- As JSON of numbers, ids, closed words and a query.
    terms TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX approval_policy_by_name ON approval_policy (folded) WHERE archived_at IS NULL;

CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    handle TEXT,
    display_name TEXT,
    follower_count INTEGER,
    follows_us INTEGER,
    url TEXT,
    is_ours INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL, person_id INTEGER, erased_at INTEGER,
    UNIQUE (network, remote_id)
) STRICT;

CREATE INDEX author_by_handle ON author (handle);

CREATE INDEX author_nameless ON author (network, id DESC) WHERE handle IS NULL;

CREATE INDEX author_of_person ON author (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE calendar (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX calendar_by_name ON calendar (folded) WHERE archived_at IS NULL;

CREATE UNIQUE INDEX calendar_default ON calendar (is_default) WHERE is_default = 1;

CREATE TABLE calendar_version (
    calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    -- Zone, hours of each weekday, holidays, as JSON.
    opening TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (calendar_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    config TEXT NOT NULL,
    secret BLOB,
    author_id INTEGER REFERENCES author (id),
    created_at INTEGER NOT NULL
, quarantine_dropped INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE commitment (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Where it stands when nothing is merged; NULL for where it stands.
    home_id INTEGER REFERENCES conversation (id) ON DELETE CASCADE,
    -- The message of ours in which it was said; NULL where it was said elsewhere.
    reply_id INTEGER REFERENCES reply (id),
    -- What was promised, in one line.
    words TEXT NOT NULL,
    -- Who answers for it.
    member_id INTEGER NOT NULL REFERENCES member (id),
    due_at INTEGER NOT NULL,
    -- The date that was said first.
    first_due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- Why it was broken or withdrawn.
    reason TEXT,
    -- What shows that it was kept: words of a kind, or a message of ours.
    proof_kind TEXT,
    proof_words TEXT,
    proof_reply_id INTEGER REFERENCES reply (id),
    -- Since when it is kept, broken or withdrawn.
    ended_at INTEGER,
    -- When whoever answers for it is told next: before its date, and when that is over; NULL for no more.
    tell_at INTEGER,
    -- When its date was over; NULL as long as nobody was told that it is late.
    late_at INTEGER,
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX commitment_by_due ON commitment (state, due_at, id);

CREATE INDEX commitment_by_end ON commitment (state, ended_at, id);

CREATE INDEX commitment_home ON commitment (home_id) WHERE home_id IS NOT NULL;

CREATE INDEX commitment_of_conversation ON commitment (conversation_id, id);

CREATE INDEX commitment_of_member ON commitment (member_id, state);

CREATE INDEX commitment_of_reply ON commitment (reply_id) WHERE reply_id IS NOT NULL;

CREATE INDEX commitment_to_tell ON commitment (tell_at) WHERE tell_at IS NOT NULL;

CREATE TABLE commitment_step (
    id INTEGER PRIMARY KEY,
    commitment_id INTEGER NOT NULL REFERENCES commitment (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it.
    member_id INTEGER REFERENCES member (id),
    -- Who answers for it since, and by when.
    holder_id INTEGER NOT NULL REFERENCES member (id),
    due_at INTEGER NOT NULL,
    -- Why, or what shows that it was kept.
    words TEXT,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX commitment_step_of_commitment ON commitment_step (commitment_id, id);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES author (id),
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The message by which, and what else shows it.
    post_id INTEGER REFERENCES post (id),
    words TEXT,
    member_id INTEGER NOT NULL REFERENCES member (id),
    noted_at INTEGER NOT NULL
) STRICT;

CREATE INDEX consent_by_post ON consent (post_id) WHERE post_id IS NOT NULL;

CREATE INDEX consent_of_author ON consent (author_id, id);

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    thread_key TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES author (id),
    status TEXT NOT NULL,
    assignee_id INTEGER REFERENCES member (id),
    -- Grows with every public message; what a member saw when writing.
    version INTEGER NOT NULL,
    snoozed_until INTEGER,
    opened_at INTEGER NOT NULL,
    -- Since when somebody outside waits for us; null when nobody does.
    waiting_since INTEGER,
    active_at INTEGER NOT NULL, talk_with TEXT, is_spam INTEGER NOT NULL DEFAULT 0, alike_of INTEGER, alike_count INTEGER NOT NULL DEFAULT 0, disposition TEXT, silence_reason TEXT, due_at INTEGER NOT NULL DEFAULT 253402207200999999, priority TEXT, merged_into INTEGER REFERENCES conversation (id), split_from INTEGER REFERENCES conversation (id), reshaped_version INTEGER NOT NULL DEFAULT 0, team_id INTEGER REFERENCES team (id), is_kept_aside INTEGER NOT NULL DEFAULT 0, sla_policy_id INTEGER REFERENCES sla_policy (id), outcome TEXT,
    UNIQUE (channel_id, thread_key)
) STRICT;

CREATE INDEX conversation_alike ON conversation (alike_of, active_at DESC) WHERE alike_of IS NOT NULL;

CREATE INDEX conversation_by_activity ON conversation (status, active_at DESC, id DESC, is_spam, alike_of, merged_into);

CREATE INDEX conversation_by_assignee ON conversation (assignee_id, status, active_at DESC);

CREATE INDEX conversation_by_author ON conversation (author_id, opened_at DESC);

CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC, is_spam, alike_of, merged_into);

CREATE INDEX conversation_by_talk ON conversation (channel_id, author_id, talk_with) WHERE talk_with IS NOT NULL;

CREATE INDEX conversation_done ON conversation (active_at DESC, id DESC) WHERE status IN ('resolved', 'archived');

CREATE INDEX conversation_due ON conversation (due_at, id);

CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX conversation_of_team ON conversation (team_id, status) WHERE team_id IS NOT NULL;

CREATE INDEX conversation_ours ON conversation (active_at DESC, id DESC) WHERE status IN ('new', 'open');

CREATE INDEX conversation_ours_by_assignee ON conversation (assignee_id, active_at DESC, id DESC)
    WHERE status IN ('new', 'open');

CREATE INDEX conversation_snoozed ON conversation (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE INDEX conversation_spam ON conversation (active_at DESC, id DESC, is_spam, alike_of, merged_into) WHERE is_spam = 1;

CREATE INDEX conversation_split ON conversation (split_from) WHERE split_from IS NOT NULL;

CREATE TABLE conversation_label (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    label_id INTEGER NOT NULL REFERENCES label (id),
    PRIMARY KEY (conversation_id, label_id)
) STRICT;

CREATE TABLE conversation_link (
    first_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    second_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
) STRICT;

CREATE INDEX conversation_link_by_second ON conversation_link (second_id);

CREATE TABLE conversation_pin (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    PRIMARY KEY (member_id, conversation_id)
) STRICT;

CREATE INDEX conversation_pin_of_conversation ON conversation_pin (conversation_id);

CREATE TABLE conversation_topic (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    topic_id INTEGER NOT NULL REFERENCES topic (id),
    PRIMARY KEY (conversation_id, topic_id)
) STRICT;

CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    value TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id)
) STRICT;

CREATE TABLE deed (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    -- What becomes of each conversation, as JSON of ids and closed words.
    change TEXT NOT NULL,
    -- The list whose conversations it is about; NULL where they were chosen one by one.
    cut TEXT,
    query TEXT,
    -- The place of that list up to which they are found.
    gathered_at INTEGER,
    gathered_id INTEGER,
    state TEXT NOT NULL,
    -- How many there are, and what became of them.
    total INTEGER NOT NULL,
    already INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    restored INTEGER NOT NULL,
    left_alone INTEGER NOT NULL,
    begun_at INTEGER NOT NULL
, rule_run_id INTEGER, team_id INTEGER) STRICT;

CREATE INDEX deed_begun ON deed (begun_at);

CREATE INDEX deed_of_rule_run ON deed (rule_run_id) WHERE rule_run_id IS NOT NULL;

CREATE TABLE deed_item (
    deed_id INTEGER NOT NULL REFERENCES deed (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    -- How it stood before and after, as JSON of ids and closed words.
    before TEXT,
    after TEXT,
    -- Events of the conversation with a greater id happened since.
    marked INTEGER,
    PRIMARY KEY (deed_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX deed_item_by_conversation ON deed_item (conversation_id);

CREATE INDEX deed_item_by_state ON deed_item (deed_id, state, conversation_id);

CREATE TABLE deletion (
    position INTEGER PRIMARY KEY,
    server TEXT NOT NULL,
    heard_at INTEGER NOT NULL,
    digests BLOB NOT NULL
) STRICT;

CREATE TABLE dial_version (
    number INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    targets TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL, facts TEXT NOT NULL DEFAULT '', enquiring TEXT NOT NULL DEFAULT '', is_unsigned INTEGER NOT NULL DEFAULT 0, correcting TEXT NOT NULL DEFAULT '', statements TEXT NOT NULL DEFAULT '', begun_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, member_id, kind)
) STRICT;

CREATE TABLE draft_picture (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    place INTEGER,
    alt TEXT NOT NULL,
    -- What is left out of what was added, in plain words.
    left_out TEXT,
    full_digest TEXT NOT NULL REFERENCES media (digest),
    thumbnail_digest TEXT NOT NULL REFERENCES media (digest),
    added_at INTEGER NOT NULL
) STRICT;

CREATE INDEX draft_picture_apart ON draft_picture (added_at) WHERE place IS NULL;

CREATE INDEX draft_picture_by_full ON draft_picture (full_digest);

CREATE INDEX draft_picture_by_thumbnail ON draft_picture (thumbnail_digest);

CREATE INDEX draft_picture_of_draft ON draft_picture (conversation_id, member_id, place);

CREATE TABLE enquiry (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- The message that we ask to quote, and a digest of its words as they were then.
    post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
    text_digest TEXT,
    made_at INTEGER NOT NULL,
    -- What they answered, by which message, and who of us read it so; nobody where a number spoke for itself.
    answer TEXT,
    answer_post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
    read_by INTEGER REFERENCES member (id),
    answered_at INTEGER
) STRICT;

CREATE INDEX enquiry_by_answer ON enquiry (answer_post_id) WHERE answer_post_id IS NOT NULL;

CREATE INDEX enquiry_of_kind ON enquiry (kind, reply_id);

CREATE INDEX enquiry_of_post ON enquiry (post_id) WHERE post_id IS NOT NULL;

CREATE TABLE erasure (
    id INTEGER PRIMARY KEY,
    -- The handle at which it was asked, and all that were theirs, as JSON of ids.
    author_id INTEGER NOT NULL REFERENCES author (id),
    authors TEXT NOT NULL,
    asked_by INTEGER NOT NULL REFERENCES member (id),
    asked_at INTEGER NOT NULL,
    step TEXT NOT NULL,
    -- The last row of that step that is done.
    after_id INTEGER NOT NULL,
    posts INTEGER NOT NULL,
    conversations INTEGER NOT NULL,
    done_at INTEGER
) STRICT;

CREATE INDEX erasure_of_author ON erasure (author_id);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_id INTEGER,
    happened_at INTEGER NOT NULL,
    learned_at INTEGER NOT NULL,
    conversation_id INTEGER,
    data TEXT NOT NULL,
    -- Given by the sealer; readers of the log see sealed events only.
    position INTEGER UNIQUE
) STRICT;

CREATE INDEX event_by_conversation ON event (conversation_id, position) WHERE conversation_id IS NOT NULL;

CREATE INDEX event_of_duties ON event (position)
WHERE kind IN ('commitment.made', 'commitment.kept', 'commitment.broken', 'commitment.withdrawn', 'commitment.moved', 'commitment.reopened', 'commitment.taken_back', 'obligation.owed', 'obligation.accepted', 'obligation.given_back', 'obligation.done', 'obligation.declined', 'obligation.voided', 'obligation.reopened', 'obligation.taken_back', 'insight.noted', 'insight.decided', 'insight.done', 'insight.told_back');

CREATE INDEX event_unsealed ON event (id) WHERE position IS NULL;

CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    claim TEXT NOT NULL,
    -- A digest of the claim without regard to case and spacing: no two in use are alike. It holds no words, so it stays
    -- as it is where a name is taken out of them.
    likeness TEXT NOT NULL,
    source_title TEXT NOT NULL,
    source_url TEXT,
    -- Who stands for it.
    owner_id INTEGER NOT NULL REFERENCES member (id),
    -- The day at which it is checked again.
    review_on TEXT NOT NULL,
    -- When its owner is told that this day has come; NULL once they were.
    tell_at INTEGER,
    version INTEGER NOT NULL,
    -- The first version of which every word still stands.
    stands_since INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX fact_by_likeness ON fact (likeness) WHERE archived_at IS NULL;

CREATE INDEX fact_to_tell ON fact (tell_at) WHERE tell_at IS NOT NULL AND archived_at IS NULL;

CREATE TABLE fact_line (
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (fact_id, language)
) STRICT;

CREATE TABLE fact_step (
    id INTEGER PRIMARY KEY,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it.
    member_id INTEGER NOT NULL REFERENCES member (id),
    version INTEGER NOT NULL,
    claim TEXT NOT NULL,
    source_title TEXT NOT NULL,
    source_url TEXT,
    owner_id INTEGER NOT NULL REFERENCES member (id),
    review_on TEXT NOT NULL,
    -- Whether its lines are others since.
    lines_changed INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX fact_step_of_fact ON fact_step (fact_id, id);

CREATE TABLE fact_use (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, fact_id)
) STRICT;

CREATE INDEX fact_use_of_fact ON fact_use (fact_id, reply_id);

CREATE TABLE followed (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER,
    cause TEXT NOT NULL,
    -- 'open', 'closed' (back-fill heard it all) or 'lost' (the source gives it no more)
    state TEXT NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE INDEX gap_by_channel ON gap (channel_id, stream, state);

CREATE TABLE gesture (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    -- Whom it is about.
    author_id INTEGER NOT NULL REFERENCES author (id),
    -- The post that it is about; none where it is about the author alone.
    post_id INTEGER REFERENCES post (id),
    -- Where it was wanted, if it is about no post and was wanted in a conversation.
    conversation_id INTEGER REFERENCES conversation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    house_rule_id INTEGER REFERENCES house_rule (id),
    -- What a report says is wrong.
    ground TEXT,
    -- Why, in a member's words, with the salt of the digest by which events name them.
    reason TEXT,
    salt BLOB,
    state TEXT NOT NULL,
    state_reason TEXT,
    -- The exact record to make, once there is one, and its id on the network.
    prepared TEXT,
    remote_id TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    make_at INTEGER NOT NULL,
    held_since INTEGER,
    held_by INTEGER REFERENCES stop (id),
    released_at INTEGER,
    -- When the network took it.
    made_at INTEGER,
    -- Who wanted it taken back, and when.
    taken_back_by INTEGER REFERENCES member (id),
    taken_back_at INTEGER
) STRICT;

CREATE INDEX gesture_about_author ON gesture (author_id, id);

CREATE INDEX gesture_about_post ON gesture (post_id, id) WHERE post_id IS NOT NULL;

CREATE INDEX gesture_moving ON gesture (make_at) WHERE state IN ('queued', 'making', 'taking_back');

CREATE UNIQUE INDEX gesture_of_author ON gesture (author_id, channel_id, kind) WHERE post_id IS NULL AND state <> 'taken_back';

CREATE UNIQUE INDEX gesture_of_post ON gesture (post_id, kind) WHERE post_id IS NOT NULL AND state <> 'taken_back';

CREATE INDEX gesture_under_rule ON gesture (house_rule_id, id) WHERE house_rule_id IS NOT NULL;

CREATE TABLE heard_elsewhere (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    -- Where exactly, in a line of whoever said so.
    words TEXT,
    -- The beginning of the day, where only that is known.
    at INTEGER NOT NULL,
    is_day INTEGER NOT NULL
) STRICT;

CREATE TABLE house_key (
    name TEXT PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT;

CREATE TABLE house_rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    words TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- When it last got another name or other words.
    changed_at INTEGER,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX house_rule_by_name ON house_rule (folded) WHERE archived_at IS NULL;

CREATE TABLE insight (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    sentence TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX insight_of_study ON insight (study_id, id);

CREATE TABLE insight_post (
    insight_id INTEGER NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (insight_id, post_id)
) STRICT;

CREATE TABLE insight_step (
    id INTEGER PRIMARY KEY,
    insight_id INTEGER NOT NULL REFERENCES insight (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    note TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX insight_step_of_insight ON insight_step (insight_id, id);

CREATE TABLE introduction (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES author (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, author_id)
) STRICT;

CREATE INDEX introduction_by_time ON introduction (made_at);

CREATE INDEX introduction_of_author ON introduction (author_id);

CREATE TABLE invitation (
    token_hash BLOB PRIMARY KEY,
    role TEXT NOT NULL,
    email TEXT,
    invited_by INTEGER REFERENCES member (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- One piece of work at a time per key.
    key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_by TEXT,
    leased_until INTEGER,
    last_error TEXT
) STRICT;

CREATE INDEX job_due ON job (run_at, id);

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

CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
, archived_at INTEGER) STRICT;

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE leave (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    -- When it ended before its time, or was called off.
    ended_at INTEGER
, hands_over INTEGER NOT NULL DEFAULT 0, successor_id INTEGER REFERENCES member (id), handed_over_at INTEGER) STRICT;

CREATE INDEX leave_of_member ON leave (member_id, until_at);

CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    notices TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Why it did not go.
    why TEXT,
    created_at INTEGER NOT NULL,
    tried_at INTEGER
) STRICT;

CREATE INDEX letter_by_age ON letter (created_at) WHERE state <> 'waiting';

CREATE INDEX letter_of_member ON letter (member_id, id);

CREATE TABLE macro (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    -- What it does, in order, as JSON.
    steps TEXT NOT NULL,
    -- What it puts into the answer of the conversation that is open.
    saved_reply_id INTEGER REFERENCES saved_reply (id),
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES member (id),
    changed_at INTEGER NOT NULL,
    -- How often it was applied, and when last.
    use_count INTEGER NOT NULL,
    used_at INTEGER,
    removed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX macro_by_name ON macro (folded) WHERE removed_at IS NULL;

CREATE TABLE media (
    digest TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
, language TEXT) STRICT;

CREATE TABLE member_mail (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    address TEXT,
    asked TEXT,
    -- The letter whose link confirms it.
    asked_by INTEGER REFERENCES letter (id) ON DELETE SET NULL,
    asked_at INTEGER,
    -- Since when the mail server takes nothing for the address, and what it said.
    refused_at INTEGER,
    refused_why TEXT
) STRICT;

CREATE INDEX member_mail_by_letter ON member_mail (asked_by) WHERE asked_by IS NOT NULL;

CREATE TABLE mention (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    reasons INTEGER NOT NULL,
    filed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE near (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- The number of the part, and its 16 bits.
    part INTEGER NOT NULL,
    signature INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, part)
) STRICT;

CREATE INDEX near_by_part ON near (part, opened_at);

CREATE TABLE news (
    notice_id INTEGER NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    way TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (notice_id, way)
) STRICT;

CREATE INDEX news_by_way ON news (way, member_id, told_at);

CREATE TABLE news_terms (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    terms TEXT NOT NULL
) STRICT;

CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    created_at INTEGER NOT NULL
, home_id INTEGER REFERENCES conversation (id)) STRICT;

CREATE INDEX note_by_conversation ON note (conversation_id, id);

CREATE INDEX note_home ON note (home_id) WHERE home_id IS NOT NULL;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL DEFAULT 'rule',
    rule_run_id INTEGER REFERENCES rule_run (id) ON DELETE CASCADE,
    conversation_id INTEGER REFERENCES conversation (id),
    told_at INTEGER,
    seen_at INTEGER
, fact_id INTEGER REFERENCES fact (id) ON DELETE CASCADE, statement_id INTEGER REFERENCES statement (id) ON DELETE CASCADE) STRICT;

CREATE INDEX notice_of_fact ON notice (fact_id) WHERE fact_id IS NOT NULL;

CREATE INDEX notice_of_member ON notice (member_id, id);

CREATE INDEX notice_of_run ON notice (rule_run_id);

CREATE INDEX notice_of_statement ON notice (statement_id) WHERE statement_id IS NOT NULL;

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

CREATE INDEX obligation_by_change ON obligation (state, changed_at, id);

CREATE INDEX obligation_by_due ON obligation (state, due_at, id);

CREATE INDEX obligation_home ON obligation (home_id) WHERE home_id IS NOT NULL;

CREATE INDEX obligation_of_conversation ON obligation (conversation_id, id);

CREATE INDEX obligation_of_post ON obligation (post_id) WHERE post_id IS NOT NULL;

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

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE password_reset (
    token_hash BLOB PRIMARY KEY,
    -- The last link of a member is the one that works.
    member_id INTEGER NOT NULL UNIQUE REFERENCES member (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE person_merge (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES author (id),
    other_id INTEGER NOT NULL REFERENCES author (id),
    -- Why, in a member's words.
    ground TEXT NOT NULL,
    merged_by INTEGER NOT NULL REFERENCES member (id),
    merged_at INTEGER NOT NULL,
    parted_by INTEGER REFERENCES member (id),
    parted_at INTEGER
) STRICT;

CREATE INDEX person_merge_of_author ON person_merge (author_id);

CREATE INDEX person_merge_of_other ON person_merge (other_id);

CREATE TABLE person_note (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES author (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX person_note_of_author ON person_note (author_id, id);

CREATE TABLE picture (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    full_digest TEXT REFERENCES media (digest),
    thumbnail_digest TEXT REFERENCES media (digest),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, place)
) STRICT;

CREATE INDEX picture_by_full ON picture (full_digest) WHERE full_digest IS NOT NULL;

CREATE INDEX picture_by_thumbnail ON picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;

CREATE INDEX picture_kept ON picture (changed_at) WHERE full_digest IS NOT NULL;

CREATE INDEX picture_waiting ON picture (changed_at) WHERE state = 'waiting';

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    remote_id TEXT NOT NULL,
    revision TEXT,
    author_id INTEGER NOT NULL REFERENCES author (id),
    conversation_id INTEGER REFERENCES conversation (id),
    thread_version INTEGER,
    root_id TEXT NOT NULL,
    root_revision TEXT,
    parent_id TEXT,
    parent_revision TEXT,
    quoted_id TEXT,
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    marks TEXT NOT NULL,
    languages TEXT NOT NULL,
    attachments TEXT NOT NULL,
    url TEXT,
    posted_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER, title TEXT, revised_at INTEGER, home_id INTEGER REFERENCES conversation (id), is_private INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel_id, remote_id)
) STRICT;

CREATE INDEX post_by_author ON post (author_id, posted_at, conversation_id);

CREATE INDEX post_by_conversation ON post (conversation_id, posted_at, id);

CREATE INDEX post_home ON post (home_id) WHERE home_id IS NOT NULL;

CREATE INDEX post_private ON post (conversation_id) WHERE is_private = 1;

CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    -- Who has it go out.
    member_id INTEGER NOT NULL REFERENCES member (id),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    -- The exact record to send, once there is one, its id on the network, and where people read it.
    prepared TEXT,
    remote_id TEXT,
    url TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    held_since INTEGER,
    held_by INTEGER REFERENCES stop (id),
    released_at INTEGER,
    sent_at INTEGER
) STRICT;

CREATE INDEX posting_moving ON posting (send_at) WHERE state IN ('queued', 'sending');

CREATE UNIQUE INDEX posting_on_channel ON posting (statement_id, channel_id) WHERE state NOT IN ('cancelled', 'failed_final');

CREATE TABLE push_device (
    id INTEGER PRIMARY KEY,
    session_hash BLOB NOT NULL REFERENCES session (token_hash) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Where its push service is asked to wake it, in a box of the vault, and by which it is known again.
    endpoint BLOB NOT NULL,
    endpoint_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    woken_at INTEGER,
    -- Why it was not woken last.
    why TEXT
) STRICT;

CREATE INDEX push_device_of_member ON push_device (member_id);

CREATE INDEX push_device_of_session ON push_device (session_hash);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    raw TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_at INTEGER NOT NULL
, digest TEXT) STRICT;

CREATE INDEX quarantine_by_channel ON quarantine (channel_id, id);

CREATE UNIQUE INDEX quarantine_by_digest ON quarantine (channel_id, stream, digest);

CREATE TABLE regard (
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    -- The topic of a stance; 0 for a relation.
    topic_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    confidence_percent INTEGER NOT NULL,
    -- Posts with the places of the words, and parts of the profile.
    evidence TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id),
    judged_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (author_id, topic_id, value)
) STRICT;

CREATE INDEX regard_by_expiry ON regard (expires_at);

CREATE TABLE reply (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    post_id INTEGER NOT NULL REFERENCES post (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    thread_version INTEGER NOT NULL,
    version_seen INTEGER NOT NULL,
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    language TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    -- The exact record to send, written before the first byte leaves.
    prepared TEXT,
    remote_id TEXT,
    revision TEXT,
    url TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    sent_at INTEGER
, home_id INTEGER REFERENCES conversation (id), is_later INTEGER NOT NULL DEFAULT 0, held_since INTEGER, held_by INTEGER REFERENCES stop (id), released_at INTEGER, signature TEXT, is_private INTEGER NOT NULL DEFAULT 0, closes_id INTEGER REFERENCES reply (id)) STRICT;

CREATE INDEX reply_by_conversation ON reply (conversation_id, id);

CREATE INDEX reply_by_remote ON reply (remote_id) WHERE remote_id IS NOT NULL;

CREATE INDEX reply_closing ON reply (closes_id) WHERE closes_id IS NOT NULL;

CREATE INDEX reply_home ON reply (home_id) WHERE home_id IS NOT NULL;

CREATE INDEX reply_moving ON reply (state) WHERE state IN ('queued', 'sending');

CREATE INDEX reply_private ON reply (conversation_id) WHERE is_private = 1;

CREATE INDEX reply_private_to ON reply (post_id) WHERE is_private = 1;

CREATE INDEX reply_put_off ON reply (send_at) WHERE state = 'queued';

CREATE TABLE reply_correction (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    -- The message: an answer of ours, or a post of ours that was written elsewhere.
    wrong_reply_id INTEGER REFERENCES reply (id),
    wrong_post_id INTEGER REFERENCES post (id),
    -- What was wrong and what is right, each a line of ours.
    wrong_words TEXT NOT NULL,
    right_words TEXT,
    -- Who found it: a person or a member, or nobody in particular. A person of whom nothing is kept any more has no id.
    finder TEXT NOT NULL,
    finder_author_id INTEGER REFERENCES author (id),
    finder_member_id INTEGER REFERENCES member (id),
    -- Who of us says so.
    member_id INTEGER NOT NULL REFERENCES member (id),
    made_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES member (id)
) STRICT;

CREATE INDEX reply_correction_by_finder ON reply_correction (finder_author_id) WHERE finder_author_id IS NOT NULL;

CREATE INDEX reply_correction_of_post ON reply_correction (wrong_post_id) WHERE wrong_post_id IS NOT NULL;

CREATE INDEX reply_correction_of_reply ON reply_correction (wrong_reply_id) WHERE wrong_reply_id IS NOT NULL;

CREATE TABLE reply_picture (
    reply_id INTEGER NOT NULL REFERENCES reply (id),
    place INTEGER NOT NULL,
    alt TEXT NOT NULL,
    -- As its author described it, where whoever approved it described it otherwise.
    written_alt TEXT,
    full_digest TEXT REFERENCES media (digest),
    thumbnail_digest TEXT REFERENCES media (digest),
    PRIMARY KEY (reply_id, place)
) STRICT;

CREATE INDEX reply_picture_by_full ON reply_picture (full_digest) WHERE full_digest IS NOT NULL;

CREATE INDEX reply_picture_by_thumbnail ON reply_picture (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;

CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Rules are asked in this order.
    place INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- Events after this position of the log call it; NULL while it is switched off.
    since_position INTEGER,
    -- Up to which conversation it looked for silence: when something was last said in that one, and its id.
    silent_at INTEGER,
    silent_id INTEGER,
    removed_at INTEGER
) STRICT;

CREATE TABLE rule_run (
    id INTEGER PRIMARY KEY,
    rule_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- What called it; NULL for silence.
    event_id INTEGER,
    -- The event with which it began, when rules call each other: one rule acts once because of it.
    chain INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    stops INTEGER NOT NULL,
    ran_at INTEGER NOT NULL,
    -- What it did, what was so already, and what could not be done.
    done INTEGER NOT NULL,
    already INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    FOREIGN KEY (rule_id, version) REFERENCES rule_version (rule_id, version)
) STRICT;

CREATE INDEX rule_run_of_conversation ON rule_run (conversation_id, id);

CREATE INDEX rule_run_of_rule ON rule_run (rule_id, id);

CREATE UNIQUE INDEX rule_run_once ON rule_run (chain, rule_id);

CREATE TABLE rule_version (
    rule_id INTEGER NOT NULL REFERENCES rule (id),
    version INTEGER NOT NULL,
    called_by TEXT NOT NULL,
    -- How long nothing is said, for one that is called by silence.
    silent_hours INTEGER,
    -- The condition, as it was typed; empty for none.
    query TEXT NOT NULL,
    -- What it does, in order, as JSON of ids and closed words.
    acts TEXT NOT NULL,
    -- Whether nothing more is done because of what called it.
    stops INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (rule_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_reply (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX saved_reply_by_name ON saved_reply (folded) WHERE archived_at IS NULL;

CREATE TABLE saved_reply_text (
    saved_reply_id INTEGER NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (saved_reply_id, language)
) STRICT;

CREATE TABLE saved_reply_use (
    reply_id INTEGER PRIMARY KEY REFERENCES reply (id) ON DELETE CASCADE,
    saved_reply_id INTEGER NOT NULL REFERENCES saved_reply (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id),
    used_at INTEGER NOT NULL
) STRICT;

CREATE INDEX saved_reply_use_by_saved ON saved_reply_use (saved_reply_id);

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    -- Who made it; the one who reads it, unless it is shared.
    member_id INTEGER NOT NULL REFERENCES member (id),
    is_shared INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- The list that everybody has, in which it looks.
    cut TEXT NOT NULL,
    -- What it looks for, as it was typed; empty for everything.
    query TEXT NOT NULL,
    version INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE INDEX saved_view_of_member ON saved_view (member_id);

CREATE INDEX saved_view_removed ON saved_view (removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX saved_view_shared ON saved_view (id) WHERE is_shared = 1;

CREATE TABLE saved_view_place (
    member_id INTEGER NOT NULL REFERENCES member (id),
    saved_view_id INTEGER NOT NULL REFERENCES saved_view (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (member_id, saved_view_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX saved_view_place_of ON saved_view_place (saved_view_id);

CREATE TABLE seal (
    last_position INTEGER PRIMARY KEY,
    first_position INTEGER NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    sealed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_member ON session (member_id);

CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    channel_id INTEGER REFERENCES channel (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX signature_of_member ON signature (member_id, COALESCE(channel_id, 0));

CREATE TABLE sla_clock (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- Which of its kind, from 1.
    number INTEGER NOT NULL,
    -- By which terms it goes, and in whose hours; no calendar is day and night.
    policy_id INTEGER NOT NULL REFERENCES sla_policy (id),
    policy_version INTEGER NOT NULL,
    calendar_id INTEGER REFERENCES calendar (id),
    target_seconds INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- Since when it has that state, and the working time that was counted until then.
    since INTEGER NOT NULL,
    spent_micros INTEGER NOT NULL,
    -- While it runs.
    due_at INTEGER,
    warn_at INTEGER,
    -- When was warned, and which deadline was passed.
    warned_at INTEGER,
    missed_at INTEGER,
    -- After which moment somebody has to look at it.
    notice_at INTEGER,
    PRIMARY KEY (conversation_id, kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX sla_clock_to_notice ON sla_clock (notice_at) WHERE notice_at IS NOT NULL;

CREATE TABLE sla_policy (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- The first in this order that is for a conversation holds.
    place INTEGER NOT NULL,
    -- What is promised and to whom, as JSON of lengths, ids and closed words.
    terms TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX sla_policy_by_name ON sla_policy (folded) WHERE archived_at IS NULL;

CREATE TABLE sla_turn (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sla_turn_of_conversation ON sla_turn (conversation_id, id);

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    -- For ourselves only.
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The search that finds whom it concerns.
    matter TEXT,
    -- Where there are fuller words; it is put behind the text.
    fuller_url TEXT,
    owner_id INTEGER NOT NULL REFERENCES member (id),
    -- Until when it promises a further word, and when its owner is told that this is over; NULL once they were.
    next_word_at INTEGER,
    tell_at INTEGER,
    -- Whose place it takes once it is published.
    replaces_id INTEGER REFERENCES statement (id),
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- Who wrote its words as they are.
    written_by INTEGER NOT NULL REFERENCES member (id),
    approved_by INTEGER REFERENCES member (id),
    approved_at INTEGER,
    published_by INTEGER REFERENCES member (id),
    published_at INTEGER,
    -- Who withdrew it, or whose statement took its place.
    ended_by INTEGER REFERENCES member (id),
    ended_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX statement_replaces ON statement (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE INDEX statement_to_tell ON statement (tell_at) WHERE tell_at IS NOT NULL AND state = 'published';

CREATE TABLE statement_step (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    -- Who did it.
    member_id INTEGER NOT NULL REFERENCES member (id),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX statement_step_of_statement ON statement_step (statement_id, id);

CREATE TABLE statement_text (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (statement_id, language)
) STRICT;

CREATE TABLE statement_use (
    reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (reply_id, statement_id)
) STRICT;

CREATE INDEX statement_use_of_statement ON statement_use (statement_id, reply_id);

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

CREATE TABLE stream (
    channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    cursor TEXT,
    heard_until INTEGER,
    batch_at INTEGER,
    failing_since INTEGER,
    failure TEXT, quota_limit INTEGER, quota_left INTEGER, quota_resets_at INTEGER,
    PRIMARY KEY (channel_id, name)
) STRICT;

CREATE TABLE study (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    -- In the language of the inbox's search.
    query TEXT NOT NULL,
    -- The first and the last day on which a mention may have been written.
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- How many mentions are drawn, and the words by which they are.
    size INTEGER NOT NULL,
    seed TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    created_at INTEGER NOT NULL,
    -- The drawing, from when it began: who began it, which moments the days came to, where the log stood, which mention was
    -- the last heard.
    drawing_at INTEGER,
    drawn_by INTEGER REFERENCES member (id),
    begins_at INTEGER,
    ends_at INTEGER,
    position INTEGER,
    last_post INTEGER,
    -- How far it is, and what it met.
    after_post INTEGER NOT NULL DEFAULT 0,
    to_look INTEGER NOT NULL DEFAULT 0,
    looked INTEGER NOT NULL DEFAULT 0,
    met INTEGER NOT NULL DEFAULT 0,
    spam INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    earliest_at INTEGER,
    latest_at INTEGER,
    -- By which rules for words the query was asked.
    analysis INTEGER,
    drawn_at INTEGER,
    coding_at INTEGER,
    ended_at INTEGER,
    agreed_at INTEGER,
    closed_at INTEGER,
    archived_at INTEGER
) STRICT;

CREATE TABLE study_answer (
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    variable INTEGER NOT NULL,
    code INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (study_id, post_id, slot, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE study_code (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    variable INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (study_id, variable, number)
) STRICT;

CREATE TABLE study_coder (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (study_id, slot)
) STRICT;

CREATE INDEX study_coder_of_member ON study_coder (member_id);

CREATE TABLE study_decision (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    variable INTEGER NOT NULL,
    code INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (study_id, post_id, variable),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE study_item (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    lot TEXT NOT NULL,
    PRIMARY KEY (study_id, post_id)
) STRICT;

CREATE INDEX study_item_of_post ON study_item (post_id);

CREATE TABLE study_note (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (study_id, post_id, slot),
    FOREIGN KEY (study_id, post_id) REFERENCES study_item (study_id, post_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE study_variable (
    study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (study_id, number)
) STRICT;

CREATE TABLE subscriber (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, member_id)
) STRICT;

CREATE INDEX subscriber_of_member ON subscriber (member_id);

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name by which they are told apart, without regard to case and spacing.
    folded TEXT NOT NULL,
    function TEXT NOT NULL,
    -- In whose hours they work; NULL for those of the organisation.
    calendar_id INTEGER REFERENCES calendar (id),
    created_at INTEGER NOT NULL,
    archived_at INTEGER
, giving TEXT NOT NULL DEFAULT 'by_hand', keeps_hours INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE UNIQUE INDEX team_by_name ON team (folded) WHERE archived_at IS NULL;

CREATE TABLE team_member (
    team_id INTEGER NOT NULL REFERENCES team (id),
    member_id INTEGER NOT NULL REFERENCES member (id), turn INTEGER,
    PRIMARY KEY (team_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX team_member_of_member ON team_member (member_id);

CREATE TABLE team_wait (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    team_id INTEGER NOT NULL REFERENCES team (id),
    since INTEGER NOT NULL,
    lack TEXT NOT NULL,
    -- The language or the relation that nobody has.
    detail TEXT
) STRICT;

CREATE INDEX team_wait_in_order ON team_wait (since, conversation_id);

CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE topic_match (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    topic_id INTEGER NOT NULL REFERENCES topic (id),
    version INTEGER NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (post_id, topic_id)
) STRICT;

CREATE INDEX topic_match_by_topic ON topic_match (topic_id, post_id);

CREATE TABLE topic_version (
    topic_id INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER REFERENCES member (id),
    PRIMARY KEY (topic_id, version)
) STRICT;

CREATE TABLE wait (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    number INTEGER NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    author_id INTEGER NOT NULL REFERENCES author (id),
    topics TEXT NOT NULL,
    language TEXT,
    sentiment TEXT,
    needs_reply INTEGER,
    began_at INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    held_at INTEGER,
    automated_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    team_id INTEGER REFERENCES team (id),
    closed_at INTEGER,
    is_let_stand INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, number, known_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX wait_by_beginning ON wait (began_at);

CREATE INDEX wait_open ON wait (began_at) WHERE ended_at IS NULL AND needs_reply = 1 AND known_until IS NULL;

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

CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    url TEXT NOT NULL,
    -- The key by which a call is signed, in a box of the vault.
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE UNIQUE INDEX webhook_by_name ON webhook (folded) WHERE archived_at IS NULL;

CREATE TABLE webhook_call (
    id INTEGER PRIMARY KEY,
    webhook_id INTEGER NOT NULL REFERENCES webhook (id),
    rule_run_id INTEGER,
    conversation_id INTEGER,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- What the program answered last, where it answered.
    status INTEGER,
    -- Why it did not arrive.
    why TEXT,
    created_at INTEGER NOT NULL,
    tried_at INTEGER
) STRICT;

CREATE INDEX webhook_call_by_age ON webhook_call (created_at) WHERE state <> 'waiting';

CREATE INDEX webhook_call_of_webhook ON webhook_call (webhook_id, id);

CREATE TRIGGER word_index_changed AFTER UPDATE OF words ON word_index WHEN old.words <> new.words BEGIN
    INSERT INTO word_lookup (word_lookup, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO word_lookup (rowid, words) VALUES (new.id, new.words);
END;

CREATE TRIGGER word_index_forgotten AFTER DELETE ON word_index BEGIN
    INSERT INTO word_lookup (word_lookup, rowid, words) VALUES ('delete', old.id, old.words);
END;

CREATE TRIGGER word_index_kept AFTER INSERT ON word_index BEGIN
    INSERT INTO word_lookup (rowid, words) VALUES (new.id, new.words);
END;

CREATE TABLE word_index (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    -- The rules by which they were made.
    version INTEGER NOT NULL,
    indexed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE word_index_round (
    kind TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    after_id INTEGER,
    is_whole INTEGER NOT NULL,
    -- How many were gone through, of how many.
    looked INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE word_lookup USING fts5 (
    words, content = 'word_index', content_rowid = 'id', detail = 'none', columnsize = 0, tokenize = 'ascii'
);

CREATE TABLE 'word_lookup_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'word_lookup_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'word_lookup_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE workload (
    member_id INTEGER PRIMARY KEY REFERENCES member (id),
    capacity INTEGER,
    -- Languages, networks, channels and relations, as JSON of ids and closed words.
    skills TEXT NOT NULL
) STRICT;

