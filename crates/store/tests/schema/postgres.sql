TABLE answered
    token_id bigint NOT NULL
    key text COLLATE "C" NOT NULL
    request_digest bytea NOT NULL
    status bigint NOT NULL
    headers text COLLATE "C" NOT NULL
    body text COLLATE "C" NOT NULL
    answered_at bigint NOT NULL
    PRIMARY KEY (token_id, key)
    FOREIGN KEY (token_id) REFERENCES api_token(id) ON DELETE CASCADE
    CREATE INDEX answered_by_time ON answered USING btree (answered_at)
    CREATE UNIQUE INDEX answered_pkey ON answered USING btree (token_id, key)

TABLE api_token
    id bigint NOT NULL
    token_hash bytea NOT NULL
    member_id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    scopes text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    used_at bigint
    expires_at bigint
    revoked_at bigint
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    UNIQUE (token_hash)
    CREATE INDEX api_token_by_member ON api_token USING btree (member_id, id)
    CREATE UNIQUE INDEX api_token_pkey ON api_token USING btree (id)
    CREATE UNIQUE INDEX api_token_token_hash_key ON api_token USING btree (token_hash)

TABLE approval
    reply_id bigint NOT NULL
    policy_id bigint NOT NULL
    policy_version bigint NOT NULL
    grounds text COLLATE "C" NOT NULL
    team_id bigint
    fallback text COLLATE "C" NOT NULL
    written text COLLATE "C" NOT NULL
    asked_at bigint NOT NULL
    due_at bigint
    lapsed_at bigint
    outcome text COLLATE "C"
    decided_at bigint
    decided_by bigint
    remark text COLLATE "C"
    FOREIGN KEY (decided_by) REFERENCES member(id)
    PRIMARY KEY (reply_id)
    FOREIGN KEY (policy_id) REFERENCES approval_policy(id)
    FOREIGN KEY (reply_id) REFERENCES reply(id)
    FOREIGN KEY (team_id) REFERENCES team(id)
    CREATE INDEX approval_due ON approval USING btree (due_at) WHERE ((outcome IS NULL) AND (lapsed_at IS NULL))
    CREATE INDEX approval_open ON approval USING btree (asked_at) WHERE (outcome IS NULL)
    CREATE UNIQUE INDEX approval_pkey ON approval USING btree (reply_id)

TABLE approval_policy
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    place bigint NOT NULL
    terms text COLLATE "C" NOT NULL
    version bigint NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX approval_policy_by_name ON approval_policy USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX approval_policy_pkey ON approval_policy USING btree (id)

TABLE author
    id bigint NOT NULL
    network text COLLATE "C" NOT NULL
    remote_id text COLLATE "C" NOT NULL
    handle text COLLATE "C"
    display_name text COLLATE "C"
    follower_count bigint
    follows_us bigint
    url text COLLATE "C"
    is_ours bigint NOT NULL DEFAULT 0
    updated_at bigint NOT NULL
    person_id bigint
    erased_at bigint
    UNIQUE (network, remote_id)
    PRIMARY KEY (id)
    CREATE INDEX author_by_handle ON author USING btree (handle)
    CREATE INDEX author_nameless ON author USING btree (network, id DESC) WHERE (handle IS NULL)
    CREATE UNIQUE INDEX author_network_remote_id_key ON author USING btree (network, remote_id)
    CREATE INDEX author_of_person ON author USING btree (person_id) WHERE (person_id IS NOT NULL)
    CREATE UNIQUE INDEX author_pkey ON author USING btree (id)

TABLE calendar
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    is_default bigint NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX calendar_by_name ON calendar USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX calendar_default ON calendar USING btree (is_default) WHERE (is_default = 1)
    CREATE UNIQUE INDEX calendar_pkey ON calendar USING btree (id)

TABLE calendar_version
    calendar_id bigint NOT NULL
    version bigint NOT NULL
    from_at bigint NOT NULL
    opening text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    created_by bigint NOT NULL
    FOREIGN KEY (calendar_id) REFERENCES calendar(id) ON DELETE CASCADE
    FOREIGN KEY (created_by) REFERENCES member(id)
    PRIMARY KEY (calendar_id, version)
    CREATE UNIQUE INDEX calendar_version_pkey ON calendar_version USING btree (calendar_id, version)

TABLE channel
    id bigint NOT NULL
    network text COLLATE "C" NOT NULL
    name text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    state_reason text COLLATE "C"
    config text COLLATE "C" NOT NULL
    secret bytea
    author_id bigint
    created_at bigint NOT NULL
    quarantine_dropped bigint NOT NULL DEFAULT 0
    FOREIGN KEY (author_id) REFERENCES author(id)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX channel_pkey ON channel USING btree (id)

TABLE commitment
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    home_id bigint
    reply_id bigint
    words text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    due_at bigint NOT NULL
    first_due_at bigint NOT NULL
    state text COLLATE "C" NOT NULL
    reason text COLLATE "C"
    proof_kind text COLLATE "C"
    proof_words text COLLATE "C"
    proof_reply_id bigint
    ended_at bigint
    tell_at bigint
    late_at bigint
    version bigint NOT NULL
    made_at bigint NOT NULL
    changed_at bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (home_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (proof_reply_id) REFERENCES reply(id)
    FOREIGN KEY (reply_id) REFERENCES reply(id)
    CREATE INDEX commitment_by_due ON commitment USING btree (state, due_at, id)
    CREATE INDEX commitment_by_end ON commitment USING btree (state, ended_at, id)
    CREATE INDEX commitment_home ON commitment USING btree (home_id) WHERE (home_id IS NOT NULL)
    CREATE INDEX commitment_of_conversation ON commitment USING btree (conversation_id, id)
    CREATE INDEX commitment_of_member ON commitment USING btree (member_id, state)
    CREATE INDEX commitment_of_reply ON commitment USING btree (reply_id) WHERE (reply_id IS NOT NULL)
    CREATE UNIQUE INDEX commitment_pkey ON commitment USING btree (id)
    CREATE INDEX commitment_to_tell ON commitment USING btree (tell_at) WHERE (tell_at IS NOT NULL)

TABLE commitment_step
    id bigint NOT NULL
    commitment_id bigint NOT NULL
    act text COLLATE "C" NOT NULL
    member_id bigint
    holder_id bigint NOT NULL
    due_at bigint NOT NULL
    words text COLLATE "C"
    at bigint NOT NULL
    FOREIGN KEY (commitment_id) REFERENCES commitment(id) ON DELETE CASCADE
    FOREIGN KEY (holder_id) REFERENCES member(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX commitment_step_of_commitment ON commitment_step USING btree (commitment_id, id)
    CREATE UNIQUE INDEX commitment_step_pkey ON commitment_step USING btree (id)

TABLE consent
    id bigint NOT NULL
    author_id bigint NOT NULL
    purpose text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    post_id bigint
    words text COLLATE "C"
    member_id bigint NOT NULL
    noted_at bigint NOT NULL
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (post_id) REFERENCES post(id)
    CREATE INDEX consent_by_post ON consent USING btree (post_id) WHERE (post_id IS NOT NULL)
    CREATE INDEX consent_of_author ON consent USING btree (author_id, id)
    CREATE UNIQUE INDEX consent_pkey ON consent USING btree (id)

TABLE conversation
    id bigint NOT NULL
    channel_id bigint NOT NULL
    thread_key text COLLATE "C" NOT NULL
    author_id bigint NOT NULL
    status text COLLATE "C" NOT NULL
    assignee_id bigint
    version bigint NOT NULL
    snoozed_until bigint
    opened_at bigint NOT NULL
    waiting_since bigint
    active_at bigint NOT NULL
    talk_with text COLLATE "C"
    is_spam bigint NOT NULL DEFAULT 0
    alike_of bigint
    alike_count bigint NOT NULL DEFAULT 0
    disposition text COLLATE "C"
    silence_reason text COLLATE "C"
    due_at bigint NOT NULL DEFAULT '253402207200999999'::bigint
    priority text COLLATE "C"
    merged_into bigint
    split_from bigint
    reshaped_version bigint NOT NULL DEFAULT 0
    team_id bigint
    is_kept_aside bigint NOT NULL DEFAULT 0
    sla_policy_id bigint
    outcome text COLLATE "C"
    FOREIGN KEY (assignee_id) REFERENCES member(id)
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (channel_id) REFERENCES channel(id)
    UNIQUE (channel_id, thread_key)
    FOREIGN KEY (merged_into) REFERENCES conversation(id)
    PRIMARY KEY (id)
    FOREIGN KEY (sla_policy_id) REFERENCES sla_policy(id)
    FOREIGN KEY (split_from) REFERENCES conversation(id)
    FOREIGN KEY (team_id) REFERENCES team(id)
    CREATE INDEX conversation_alike ON conversation USING btree (alike_of, active_at DESC) WHERE (alike_of IS NOT NULL)
    CREATE INDEX conversation_by_activity ON conversation USING btree (status, active_at DESC, id DESC, is_spam, alike_of, merged_into)
    CREATE INDEX conversation_by_assignee ON conversation USING btree (assignee_id, status, active_at DESC)
    CREATE INDEX conversation_by_author ON conversation USING btree (author_id, opened_at DESC)
    CREATE INDEX conversation_by_moment ON conversation USING btree (active_at DESC, id DESC, is_spam, alike_of, merged_into)
    CREATE INDEX conversation_by_talk ON conversation USING btree (channel_id, author_id, talk_with) WHERE (talk_with IS NOT NULL)
    CREATE UNIQUE INDEX conversation_channel_id_thread_key_key ON conversation USING btree (channel_id, thread_key)
    CREATE INDEX conversation_done ON conversation USING btree (active_at DESC, id DESC) WHERE (status = ANY (ARRAY['resolved'::text, 'archived'::text]))
    CREATE INDEX conversation_due ON conversation USING btree (due_at, id)
    CREATE INDEX conversation_merged ON conversation USING btree (merged_into) WHERE (merged_into IS NOT NULL)
    CREATE INDEX conversation_of_team ON conversation USING btree (team_id, status) WHERE (team_id IS NOT NULL)
    CREATE INDEX conversation_ours ON conversation USING btree (active_at DESC, id DESC) WHERE (status = ANY (ARRAY['new'::text, 'open'::text]))
    CREATE INDEX conversation_ours_by_assignee ON conversation USING btree (assignee_id, active_at DESC, id DESC) WHERE (status = ANY (ARRAY['new'::text, 'open'::text]))
    CREATE UNIQUE INDEX conversation_pkey ON conversation USING btree (id)
    CREATE INDEX conversation_snoozed ON conversation USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL)
    CREATE INDEX conversation_spam ON conversation USING btree (active_at DESC, id DESC, is_spam, alike_of, merged_into) WHERE (is_spam = 1)
    CREATE INDEX conversation_split ON conversation USING btree (split_from) WHERE (split_from IS NOT NULL)

TABLE conversation_label
    conversation_id bigint NOT NULL
    label_id bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (label_id) REFERENCES label(id)
    PRIMARY KEY (conversation_id, label_id)
    CREATE UNIQUE INDEX conversation_label_pkey ON conversation_label USING btree (conversation_id, label_id)

TABLE conversation_link
    first_id bigint NOT NULL
    second_id bigint NOT NULL
    CHECK ((first_id < second_id))
    FOREIGN KEY (first_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (first_id, second_id)
    FOREIGN KEY (second_id) REFERENCES conversation(id) ON DELETE CASCADE
    CREATE INDEX conversation_link_by_second ON conversation_link USING btree (second_id)
    CREATE UNIQUE INDEX conversation_link_pkey ON conversation_link USING btree (first_id, second_id)

TABLE conversation_pin
    member_id bigint NOT NULL
    conversation_id bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (member_id, conversation_id)
    CREATE INDEX conversation_pin_of_conversation ON conversation_pin USING btree (conversation_id)
    CREATE UNIQUE INDEX conversation_pin_pkey ON conversation_pin USING btree (member_id, conversation_id)

TABLE conversation_topic
    conversation_id bigint NOT NULL
    topic_id bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id, topic_id)
    FOREIGN KEY (topic_id) REFERENCES topic(id)
    CREATE UNIQUE INDEX conversation_topic_pkey ON conversation_topic USING btree (conversation_id, topic_id)

TABLE correction
    id bigint NOT NULL
    post_id bigint NOT NULL
    task text COLLATE "C" NOT NULL
    value text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX correction_pkey ON correction USING btree (id)

TABLE deed
    id bigint NOT NULL
    member_id bigint NOT NULL
    change text COLLATE "C" NOT NULL
    cut text COLLATE "C"
    query text COLLATE "C"
    gathered_at bigint
    gathered_id bigint
    state text COLLATE "C" NOT NULL
    total bigint NOT NULL
    already bigint NOT NULL
    changed bigint NOT NULL
    refused bigint NOT NULL
    restored bigint NOT NULL
    left_alone bigint NOT NULL
    begun_at bigint NOT NULL
    rule_run_id bigint
    team_id bigint
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX deed_begun ON deed USING btree (begun_at)
    CREATE INDEX deed_of_rule_run ON deed USING btree (rule_run_id) WHERE (rule_run_id IS NOT NULL)
    CREATE UNIQUE INDEX deed_pkey ON deed USING btree (id)

TABLE deed_item
    deed_id bigint NOT NULL
    conversation_id bigint NOT NULL
    state text COLLATE "C" NOT NULL
    before text COLLATE "C"
    after text COLLATE "C"
    marked bigint
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (deed_id) REFERENCES deed(id) ON DELETE CASCADE
    PRIMARY KEY (deed_id, conversation_id)
    CREATE INDEX deed_item_by_conversation ON deed_item USING btree (conversation_id)
    CREATE INDEX deed_item_by_state ON deed_item USING btree (deed_id, state, conversation_id)
    CREATE UNIQUE INDEX deed_item_pkey ON deed_item USING btree (deed_id, conversation_id)

TABLE deletion
    position bigint NOT NULL
    server text COLLATE "C" NOT NULL
    heard_at bigint NOT NULL
    digests bytea NOT NULL
    PRIMARY KEY ("position")
    CREATE UNIQUE INDEX deletion_pkey ON deletion USING btree ("position")

TABLE dial_version
    number bigint NOT NULL
    made_at bigint NOT NULL
    member_id bigint NOT NULL
    reason text COLLATE "C" NOT NULL
    targets text COLLATE "C" NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (number)
    CREATE UNIQUE INDEX dial_version_pkey ON dial_version USING btree (number)

TABLE draft
    conversation_id bigint NOT NULL
    member_id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    text text COLLATE "C" NOT NULL
    updated_at bigint NOT NULL
    facts text COLLATE "C" NOT NULL DEFAULT ''::text
    enquiring text COLLATE "C" NOT NULL DEFAULT ''::text
    is_unsigned bigint NOT NULL DEFAULT 0
    correcting text COLLATE "C" NOT NULL DEFAULT ''::text
    statements text COLLATE "C" NOT NULL DEFAULT ''::text
    begun_at bigint NOT NULL DEFAULT 0
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id, member_id, kind)
    CREATE UNIQUE INDEX draft_pkey ON draft USING btree (conversation_id, member_id, kind)

TABLE draft_picture
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    member_id bigint NOT NULL
    place bigint
    alt text COLLATE "C" NOT NULL
    left_out text COLLATE "C"
    full_digest text COLLATE "C" NOT NULL
    thumbnail_digest text COLLATE "C" NOT NULL
    added_at bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (full_digest) REFERENCES media(digest)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (thumbnail_digest) REFERENCES media(digest)
    CREATE INDEX draft_picture_apart ON draft_picture USING btree (added_at) WHERE (place IS NULL)
    CREATE INDEX draft_picture_by_full ON draft_picture USING btree (full_digest)
    CREATE INDEX draft_picture_by_thumbnail ON draft_picture USING btree (thumbnail_digest)
    CREATE INDEX draft_picture_of_draft ON draft_picture USING btree (conversation_id, member_id, place)
    CREATE UNIQUE INDEX draft_picture_pkey ON draft_picture USING btree (id)

TABLE enquiry
    reply_id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    post_id bigint
    text_digest text COLLATE "C"
    made_at bigint NOT NULL
    answer text COLLATE "C"
    answer_post_id bigint
    read_by bigint
    answered_at bigint
    FOREIGN KEY (answer_post_id) REFERENCES post(id) ON DELETE SET NULL
    PRIMARY KEY (reply_id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE SET NULL
    FOREIGN KEY (read_by) REFERENCES member(id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    CREATE INDEX enquiry_by_answer ON enquiry USING btree (answer_post_id) WHERE (answer_post_id IS NOT NULL)
    CREATE INDEX enquiry_of_kind ON enquiry USING btree (kind, reply_id)
    CREATE INDEX enquiry_of_post ON enquiry USING btree (post_id) WHERE (post_id IS NOT NULL)
    CREATE UNIQUE INDEX enquiry_pkey ON enquiry USING btree (reply_id)

TABLE erasure
    id bigint NOT NULL
    author_id bigint NOT NULL
    authors text COLLATE "C" NOT NULL
    asked_by bigint NOT NULL
    asked_at bigint NOT NULL
    step text COLLATE "C" NOT NULL
    after_id bigint NOT NULL
    posts bigint NOT NULL
    conversations bigint NOT NULL
    done_at bigint
    FOREIGN KEY (asked_by) REFERENCES member(id)
    FOREIGN KEY (author_id) REFERENCES author(id)
    PRIMARY KEY (id)
    CREATE INDEX erasure_of_author ON erasure USING btree (author_id)
    CREATE UNIQUE INDEX erasure_pkey ON erasure USING btree (id)

TABLE event
    id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    actor text COLLATE "C" NOT NULL
    actor_id bigint
    happened_at bigint NOT NULL
    learned_at bigint NOT NULL
    conversation_id bigint
    data text COLLATE "C" NOT NULL
    position bigint
    PRIMARY KEY (id)
    UNIQUE ("position")
    CREATE INDEX event_by_conversation ON event USING btree (conversation_id, "position") WHERE (conversation_id IS NOT NULL)
    CREATE INDEX event_of_duties ON event USING btree ("position") WHERE (kind = ANY (ARRAY['commitment.made'::text, 'commitment.kept'::text, 'commitment.broken'::text, 'commitment.withdrawn'::text, 'commitment.moved'::text, 'commitment.reopened'::text, 'commitment.taken_back'::text, 'obligation.owed'::text, 'obligation.accepted'::text, 'obligation.given_back'::text, 'obligation.done'::text, 'obligation.declined'::text, 'obligation.voided'::text, 'obligation.reopened'::text, 'obligation.taken_back'::text, 'insight.noted'::text, 'insight.decided'::text, 'insight.done'::text, 'insight.told_back'::text]))
    CREATE UNIQUE INDEX event_pkey ON event USING btree (id)
    CREATE UNIQUE INDEX event_position_key ON event USING btree ("position")
    CREATE INDEX event_unsealed ON event USING btree (id) WHERE ("position" IS NULL)

TABLE fact
    id bigint NOT NULL
    claim text COLLATE "C" NOT NULL
    likeness text COLLATE "C" NOT NULL
    source_title text COLLATE "C" NOT NULL
    source_url text COLLATE "C"
    owner_id bigint NOT NULL
    review_on text COLLATE "C" NOT NULL
    tell_at bigint
    version bigint NOT NULL
    stands_since bigint NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    FOREIGN KEY (owner_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX fact_by_likeness ON fact USING btree (likeness) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX fact_pkey ON fact USING btree (id)
    CREATE INDEX fact_to_tell ON fact USING btree (tell_at) WHERE ((tell_at IS NOT NULL) AND (archived_at IS NULL))

TABLE fact_line
    fact_id bigint NOT NULL
    language text COLLATE "C" NOT NULL
    text text COLLATE "C" NOT NULL
    FOREIGN KEY (fact_id) REFERENCES fact(id) ON DELETE CASCADE
    PRIMARY KEY (fact_id, language)
    CREATE UNIQUE INDEX fact_line_pkey ON fact_line USING btree (fact_id, language)

TABLE fact_step
    id bigint NOT NULL
    fact_id bigint NOT NULL
    act text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    version bigint NOT NULL
    claim text COLLATE "C" NOT NULL
    source_title text COLLATE "C" NOT NULL
    source_url text COLLATE "C"
    owner_id bigint NOT NULL
    review_on text COLLATE "C" NOT NULL
    lines_changed bigint NOT NULL
    at bigint NOT NULL
    FOREIGN KEY (fact_id) REFERENCES fact(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    FOREIGN KEY (owner_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX fact_step_of_fact ON fact_step USING btree (fact_id, id)
    CREATE UNIQUE INDEX fact_step_pkey ON fact_step USING btree (id)

TABLE fact_use
    reply_id bigint NOT NULL
    fact_id bigint NOT NULL
    version bigint NOT NULL
    used_at bigint NOT NULL
    FOREIGN KEY (fact_id) REFERENCES fact(id) ON DELETE CASCADE
    PRIMARY KEY (reply_id, fact_id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    CREATE INDEX fact_use_of_fact ON fact_use USING btree (fact_id, reply_id)
    CREATE UNIQUE INDEX fact_use_pkey ON fact_use USING btree (reply_id, fact_id)

TABLE followed
    name text COLLATE "C" NOT NULL
    position bigint NOT NULL
    PRIMARY KEY (name)
    CREATE UNIQUE INDEX followed_pkey ON followed USING btree (name)

TABLE gap
    id bigint NOT NULL
    channel_id bigint NOT NULL
    stream text COLLATE "C" NOT NULL
    from_at bigint NOT NULL
    to_at bigint
    cause text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    closed_at bigint
    FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    CREATE INDEX gap_by_channel ON gap USING btree (channel_id, stream, state)
    CREATE UNIQUE INDEX gap_pkey ON gap USING btree (id)

TABLE gesture
    id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    channel_id bigint NOT NULL
    author_id bigint NOT NULL
    post_id bigint
    conversation_id bigint
    member_id bigint NOT NULL
    house_rule_id bigint
    ground text COLLATE "C"
    reason text COLLATE "C"
    salt bytea
    state text COLLATE "C" NOT NULL
    state_reason text COLLATE "C"
    prepared text COLLATE "C"
    remote_id text COLLATE "C"
    attempts bigint NOT NULL DEFAULT 0
    created_at bigint NOT NULL
    make_at bigint NOT NULL
    held_since bigint
    held_by bigint
    released_at bigint
    made_at bigint
    taken_back_by bigint
    taken_back_at bigint
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (channel_id) REFERENCES channel(id)
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (held_by) REFERENCES stop(id)
    FOREIGN KEY (house_rule_id) REFERENCES house_rule(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (post_id) REFERENCES post(id)
    FOREIGN KEY (taken_back_by) REFERENCES member(id)
    CREATE INDEX gesture_about_author ON gesture USING btree (author_id, id)
    CREATE INDEX gesture_about_post ON gesture USING btree (post_id, id) WHERE (post_id IS NOT NULL)
    CREATE INDEX gesture_moving ON gesture USING btree (make_at) WHERE (state = ANY (ARRAY['queued'::text, 'making'::text, 'taking_back'::text]))
    CREATE UNIQUE INDEX gesture_of_author ON gesture USING btree (author_id, channel_id, kind) WHERE ((post_id IS NULL) AND (state <> 'taken_back'::text))
    CREATE UNIQUE INDEX gesture_of_post ON gesture USING btree (post_id, kind) WHERE ((post_id IS NOT NULL) AND (state <> 'taken_back'::text))
    CREATE UNIQUE INDEX gesture_pkey ON gesture USING btree (id)
    CREATE INDEX gesture_under_rule ON gesture USING btree (house_rule_id, id) WHERE (house_rule_id IS NOT NULL)

TABLE heard_elsewhere
    conversation_id bigint NOT NULL
    place text COLLATE "C" NOT NULL
    words text COLLATE "C"
    at bigint NOT NULL
    is_day bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id)
    CREATE UNIQUE INDEX heard_elsewhere_pkey ON heard_elsewhere USING btree (conversation_id)

TABLE house_key
    name text COLLATE "C" NOT NULL
    secret bytea NOT NULL
    PRIMARY KEY (name)
    CREATE UNIQUE INDEX house_key_pkey ON house_key USING btree (name)

TABLE house_rule
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    words text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    changed_at bigint
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX house_rule_by_name ON house_rule USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX house_rule_pkey ON house_rule USING btree (id)

TABLE insight
    id bigint NOT NULL
    study_id bigint NOT NULL
    sentence text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    version bigint NOT NULL
    created_at bigint NOT NULL
    changed_at bigint NOT NULL
    PRIMARY KEY (id)
    FOREIGN KEY (study_id) REFERENCES study(id) ON DELETE CASCADE
    CREATE INDEX insight_of_study ON insight USING btree (study_id, id)
    CREATE UNIQUE INDEX insight_pkey ON insight USING btree (id)

TABLE insight_post
    insight_id bigint NOT NULL
    post_id bigint NOT NULL
    FOREIGN KEY (insight_id) REFERENCES insight(id) ON DELETE CASCADE
    PRIMARY KEY (insight_id, post_id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX insight_post_pkey ON insight_post USING btree (insight_id, post_id)

TABLE insight_step
    id bigint NOT NULL
    insight_id bigint NOT NULL
    state text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    note text COLLATE "C" NOT NULL
    at bigint NOT NULL
    FOREIGN KEY (insight_id) REFERENCES insight(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX insight_step_of_insight ON insight_step USING btree (insight_id, id)
    CREATE UNIQUE INDEX insight_step_pkey ON insight_step USING btree (id)

TABLE introduction
    reply_id bigint NOT NULL
    author_id bigint NOT NULL
    made_at bigint NOT NULL
    FOREIGN KEY (author_id) REFERENCES author(id)
    PRIMARY KEY (reply_id, author_id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    CREATE INDEX introduction_by_time ON introduction USING btree (made_at)
    CREATE INDEX introduction_of_author ON introduction USING btree (author_id)
    CREATE UNIQUE INDEX introduction_pkey ON introduction USING btree (reply_id, author_id)

TABLE invitation
    token_hash bytea NOT NULL
    role text COLLATE "C" NOT NULL
    email text COLLATE "C"
    invited_by bigint
    created_at bigint NOT NULL
    expires_at bigint NOT NULL
    used_at bigint
    FOREIGN KEY (invited_by) REFERENCES member(id)
    PRIMARY KEY (token_hash)
    CREATE UNIQUE INDEX invitation_pkey ON invitation USING btree (token_hash)

TABLE job
    id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    key text COLLATE "C" NOT NULL
    payload text COLLATE "C" NOT NULL
    run_at bigint NOT NULL
    attempts bigint NOT NULL DEFAULT 0
    leased_by text COLLATE "C"
    leased_until bigint
    last_error text COLLATE "C"
    UNIQUE (key)
    PRIMARY KEY (id)
    CREATE INDEX job_due ON job USING btree (run_at, id)
    CREATE UNIQUE INDEX job_key_key ON job USING btree (key)
    CREATE UNIQUE INDEX job_pkey ON job USING btree (id)

TABLE judgement
    post_id bigint NOT NULL
    task text COLLATE "C" NOT NULL
    value text COLLATE "C"
    confidence_percent bigint NOT NULL
    ground text COLLATE "C" NOT NULL
    member_id bigint
    judged_at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (post_id, task)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX judgement_pkey ON judgement USING btree (post_id, task)

TABLE label
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    archived_at bigint
    UNIQUE (folded)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX label_folded_key ON label USING btree (folded)
    CREATE UNIQUE INDEX label_pkey ON label USING btree (id)

TABLE lease
    name text COLLATE "C" NOT NULL
    holder text COLLATE "C" NOT NULL
    until bigint NOT NULL
    PRIMARY KEY (name)
    CREATE UNIQUE INDEX lease_pkey ON lease USING btree (name)

TABLE leave
    id bigint NOT NULL
    member_id bigint NOT NULL
    from_at bigint NOT NULL
    until_at bigint NOT NULL
    ended_at bigint
    hands_over bigint NOT NULL DEFAULT 0
    successor_id bigint
    handed_over_at bigint
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (successor_id) REFERENCES member(id)
    CREATE INDEX leave_of_member ON leave USING btree (member_id, until_at)
    CREATE UNIQUE INDEX leave_pkey ON leave USING btree (id)

TABLE letter
    id bigint NOT NULL
    member_id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    address text COLLATE "C" NOT NULL
    notices text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    attempts bigint NOT NULL DEFAULT 0
    why text COLLATE "C"
    created_at bigint NOT NULL
    tried_at bigint
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    CREATE INDEX letter_by_age ON letter USING btree (created_at) WHERE (state <> 'waiting'::text)
    CREATE INDEX letter_of_member ON letter USING btree (member_id, id)
    CREATE UNIQUE INDEX letter_pkey ON letter USING btree (id)

TABLE macro
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    steps text COLLATE "C" NOT NULL
    saved_reply_id bigint
    version bigint NOT NULL
    made_at bigint NOT NULL
    made_by bigint NOT NULL
    changed_at bigint NOT NULL
    use_count bigint NOT NULL
    used_at bigint
    removed_at bigint
    FOREIGN KEY (made_by) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (saved_reply_id) REFERENCES saved_reply(id)
    CREATE UNIQUE INDEX macro_by_name ON macro USING btree (folded) WHERE (removed_at IS NULL)
    CREATE UNIQUE INDEX macro_pkey ON macro USING btree (id)

TABLE media
    digest text COLLATE "C" NOT NULL
    media_type text COLLATE "C" NOT NULL
    width bigint NOT NULL
    height bigint NOT NULL
    bytes bytea NOT NULL
    kept_at bigint NOT NULL
    PRIMARY KEY (digest)
    CREATE UNIQUE INDEX media_pkey ON media USING btree (digest)

TABLE member
    id bigint NOT NULL
    email text COLLATE "C" NOT NULL
    name text COLLATE "C" NOT NULL
    role text COLLATE "C" NOT NULL
    password_hash text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    disabled_at bigint
    language text COLLATE "C"
    UNIQUE (email)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX member_email_key ON member USING btree (email)
    CREATE UNIQUE INDEX member_pkey ON member USING btree (id)

TABLE member_mail
    member_id bigint NOT NULL
    address text COLLATE "C"
    asked text COLLATE "C"
    asked_by bigint
    asked_at bigint
    refused_at bigint
    refused_why text COLLATE "C"
    FOREIGN KEY (asked_by) REFERENCES letter(id) ON DELETE SET NULL
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (member_id)
    CREATE INDEX member_mail_by_letter ON member_mail USING btree (asked_by) WHERE (asked_by IS NOT NULL)
    CREATE UNIQUE INDEX member_mail_pkey ON member_mail USING btree (member_id)

TABLE mention
    post_id bigint NOT NULL
    reasons bigint NOT NULL
    filed_at bigint NOT NULL
    PRIMARY KEY (post_id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX mention_pkey ON mention USING btree (post_id)

TABLE near
    conversation_id bigint NOT NULL
    part bigint NOT NULL
    signature bigint NOT NULL
    opened_at bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id, part)
    CREATE INDEX near_by_part ON near USING btree (part, opened_at)
    CREATE UNIQUE INDEX near_pkey ON near USING btree (conversation_id, part)

TABLE news
    notice_id bigint NOT NULL
    way text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    told_at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    FOREIGN KEY (notice_id) REFERENCES notice(id) ON DELETE CASCADE
    PRIMARY KEY (notice_id, way)
    CREATE INDEX news_by_way ON news USING btree (way, member_id, told_at)
    CREATE UNIQUE INDEX news_pkey ON news USING btree (notice_id, way)

TABLE news_terms
    member_id bigint NOT NULL
    terms text COLLATE "C" NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (member_id)
    CREATE UNIQUE INDEX news_terms_pkey ON news_terms USING btree (member_id)

TABLE note
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    member_id bigint NOT NULL
    text text COLLATE "C" NOT NULL
    salt bytea NOT NULL
    created_at bigint NOT NULL
    home_id bigint
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (home_id) REFERENCES conversation(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX note_by_conversation ON note USING btree (conversation_id, id)
    CREATE INDEX note_home ON note USING btree (home_id) WHERE (home_id IS NOT NULL)
    CREATE UNIQUE INDEX note_pkey ON note USING btree (id)

TABLE notice
    id bigint NOT NULL
    member_id bigint NOT NULL
    rule_run_id bigint
    seen_at bigint
    kind text COLLATE "C" NOT NULL DEFAULT 'rule'::text
    conversation_id bigint
    told_at bigint
    fact_id bigint
    statement_id bigint
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (fact_id) REFERENCES fact(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (rule_run_id) REFERENCES rule_run(id) ON DELETE CASCADE
    FOREIGN KEY (statement_id) REFERENCES statement(id) ON DELETE CASCADE
    CREATE INDEX notice_of_fact ON notice USING btree (fact_id) WHERE (fact_id IS NOT NULL)
    CREATE INDEX notice_of_member ON notice USING btree (member_id, id)
    CREATE INDEX notice_of_run ON notice USING btree (rule_run_id)
    CREATE INDEX notice_of_statement ON notice USING btree (statement_id) WHERE (statement_id IS NOT NULL)
    CREATE UNIQUE INDEX notice_pkey ON notice USING btree (id)

TABLE obligation
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    home_id bigint
    post_id bigint
    kind text COLLATE "C" NOT NULL
    words text COLLATE "C" NOT NULL
    function text COLLATE "C" NOT NULL
    member_id bigint
    due_at bigint
    state text COLLATE "C" NOT NULL
    reason text COLLATE "C"
    proof_kind text COLLATE "C"
    proof_words text COLLATE "C"
    proof_reply_id bigint
    version bigint NOT NULL
    made_at bigint NOT NULL
    changed_at bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (home_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE SET NULL
    FOREIGN KEY (proof_reply_id) REFERENCES reply(id)
    CREATE INDEX obligation_by_change ON obligation USING btree (state, changed_at, id)
    CREATE INDEX obligation_by_due ON obligation USING btree (state, due_at, id)
    CREATE INDEX obligation_home ON obligation USING btree (home_id) WHERE (home_id IS NOT NULL)
    CREATE INDEX obligation_of_conversation ON obligation USING btree (conversation_id, id)
    CREATE INDEX obligation_of_post ON obligation USING btree (post_id) WHERE (post_id IS NOT NULL)
    CREATE UNIQUE INDEX obligation_pkey ON obligation USING btree (id)

TABLE obligation_step
    id bigint NOT NULL
    obligation_id bigint NOT NULL
    act text COLLATE "C" NOT NULL
    member_id bigint
    rule_id bigint
    function text COLLATE "C" NOT NULL
    holder_id bigint
    due_at bigint
    words text COLLATE "C"
    at bigint NOT NULL
    FOREIGN KEY (holder_id) REFERENCES member(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    FOREIGN KEY (obligation_id) REFERENCES obligation(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    FOREIGN KEY (rule_id) REFERENCES rule(id)
    CREATE INDEX obligation_step_of_obligation ON obligation_step USING btree (obligation_id, id)
    CREATE UNIQUE INDEX obligation_step_pkey ON obligation_step USING btree (id)

TABLE organisation
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    CHECK ((id = 1))
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX organisation_pkey ON organisation USING btree (id)

TABLE password_reset
    token_hash bytea NOT NULL
    member_id bigint NOT NULL
    expires_at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    UNIQUE (member_id)
    PRIMARY KEY (token_hash)
    CREATE UNIQUE INDEX password_reset_member_id_key ON password_reset USING btree (member_id)
    CREATE UNIQUE INDEX password_reset_pkey ON password_reset USING btree (token_hash)

TABLE person_merge
    id bigint NOT NULL
    author_id bigint NOT NULL
    other_id bigint NOT NULL
    ground text COLLATE "C" NOT NULL
    merged_by bigint NOT NULL
    merged_at bigint NOT NULL
    parted_by bigint
    parted_at bigint
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (merged_by) REFERENCES member(id)
    FOREIGN KEY (other_id) REFERENCES author(id)
    FOREIGN KEY (parted_by) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX person_merge_of_author ON person_merge USING btree (author_id)
    CREATE INDEX person_merge_of_other ON person_merge USING btree (other_id)
    CREATE UNIQUE INDEX person_merge_pkey ON person_merge USING btree (id)

TABLE person_note
    id bigint NOT NULL
    author_id bigint NOT NULL
    member_id bigint NOT NULL
    text text COLLATE "C" NOT NULL
    salt bytea NOT NULL
    created_at bigint NOT NULL
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX person_note_of_author ON person_note USING btree (author_id, id)
    CREATE UNIQUE INDEX person_note_pkey ON person_note USING btree (id)

TABLE picture
    post_id bigint NOT NULL
    place bigint NOT NULL
    state text COLLATE "C" NOT NULL
    reason text COLLATE "C"
    full_digest text COLLATE "C"
    thumbnail_digest text COLLATE "C"
    changed_at bigint NOT NULL
    FOREIGN KEY (full_digest) REFERENCES media(digest)
    PRIMARY KEY (post_id, place)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    FOREIGN KEY (thumbnail_digest) REFERENCES media(digest)
    CREATE INDEX picture_by_full ON picture USING btree (full_digest) WHERE (full_digest IS NOT NULL)
    CREATE INDEX picture_by_thumbnail ON picture USING btree (thumbnail_digest) WHERE (thumbnail_digest IS NOT NULL)
    CREATE INDEX picture_kept ON picture USING btree (changed_at) WHERE (full_digest IS NOT NULL)
    CREATE UNIQUE INDEX picture_pkey ON picture USING btree (post_id, place)
    CREATE INDEX picture_waiting ON picture USING btree (changed_at) WHERE (state = 'waiting'::text)

TABLE post
    id bigint NOT NULL
    channel_id bigint NOT NULL
    remote_id text COLLATE "C" NOT NULL
    revision text COLLATE "C"
    author_id bigint NOT NULL
    conversation_id bigint
    thread_version bigint
    root_id text COLLATE "C" NOT NULL
    root_revision text COLLATE "C"
    parent_id text COLLATE "C"
    parent_revision text COLLATE "C"
    quoted_id text COLLATE "C"
    text text COLLATE "C" NOT NULL
    salt bytea NOT NULL
    marks text COLLATE "C" NOT NULL
    languages text COLLATE "C" NOT NULL
    attachments text COLLATE "C" NOT NULL
    url text COLLATE "C"
    posted_at bigint NOT NULL
    received_at bigint NOT NULL
    edited_at bigint
    deleted_at bigint
    title text COLLATE "C"
    revised_at bigint
    home_id bigint
    is_private bigint NOT NULL DEFAULT 0
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (channel_id) REFERENCES channel(id)
    UNIQUE (channel_id, remote_id)
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (home_id) REFERENCES conversation(id)
    PRIMARY KEY (id)
    CREATE INDEX post_by_author ON post USING btree (author_id, posted_at, conversation_id)
    CREATE INDEX post_by_conversation ON post USING btree (conversation_id, posted_at, id)
    CREATE UNIQUE INDEX post_channel_id_remote_id_key ON post USING btree (channel_id, remote_id)
    CREATE INDEX post_home ON post USING btree (home_id) WHERE (home_id IS NOT NULL)
    CREATE UNIQUE INDEX post_pkey ON post USING btree (id)
    CREATE INDEX post_private ON post USING btree (conversation_id) WHERE (is_private = 1)

TABLE posting
    id bigint NOT NULL
    statement_id bigint NOT NULL
    channel_id bigint NOT NULL
    member_id bigint NOT NULL
    language text COLLATE "C" NOT NULL
    text text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    state_reason text COLLATE "C"
    prepared text COLLATE "C"
    remote_id text COLLATE "C"
    url text COLLATE "C"
    attempts bigint NOT NULL DEFAULT 0
    created_at bigint NOT NULL
    send_at bigint NOT NULL
    held_since bigint
    held_by bigint
    released_at bigint
    sent_at bigint
    FOREIGN KEY (channel_id) REFERENCES channel(id)
    FOREIGN KEY (held_by) REFERENCES stop(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (statement_id) REFERENCES statement(id) ON DELETE CASCADE
    CREATE INDEX posting_moving ON posting USING btree (send_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]))
    CREATE UNIQUE INDEX posting_on_channel ON posting USING btree (statement_id, channel_id) WHERE (state <> ALL (ARRAY['cancelled'::text, 'failed_final'::text]))
    CREATE UNIQUE INDEX posting_pkey ON posting USING btree (id)

TABLE push_device
    id bigint NOT NULL
    session_hash bytea NOT NULL
    member_id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    endpoint bytea NOT NULL
    endpoint_hash bytea NOT NULL
    created_at bigint NOT NULL
    woken_at bigint
    why text COLLATE "C"
    UNIQUE (endpoint_hash)
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    FOREIGN KEY (session_hash) REFERENCES session(token_hash) ON DELETE CASCADE
    CREATE UNIQUE INDEX push_device_endpoint_hash_key ON push_device USING btree (endpoint_hash)
    CREATE INDEX push_device_of_member ON push_device USING btree (member_id)
    CREATE INDEX push_device_of_session ON push_device USING btree (session_hash)
    CREATE UNIQUE INDEX push_device_pkey ON push_device USING btree (id)

TABLE quarantine
    id bigint NOT NULL
    channel_id bigint NOT NULL
    stream text COLLATE "C" NOT NULL
    raw text COLLATE "C" NOT NULL
    reason text COLLATE "C" NOT NULL
    received_at bigint NOT NULL
    digest text COLLATE "C"
    FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    CREATE INDEX quarantine_by_channel ON quarantine USING btree (channel_id, id)
    CREATE UNIQUE INDEX quarantine_by_digest ON quarantine USING btree (channel_id, stream, digest)
    CREATE UNIQUE INDEX quarantine_pkey ON quarantine USING btree (id)

TABLE regard
    author_id bigint NOT NULL
    topic_id bigint NOT NULL
    value text COLLATE "C" NOT NULL
    confidence_percent bigint NOT NULL
    evidence text COLLATE "C" NOT NULL
    member_id bigint
    judged_at bigint NOT NULL
    expires_at bigint NOT NULL
    FOREIGN KEY (author_id) REFERENCES author(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (author_id, topic_id, value)
    CREATE INDEX regard_by_expiry ON regard USING btree (expires_at)
    CREATE UNIQUE INDEX regard_pkey ON regard USING btree (author_id, topic_id, value)

TABLE reply
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    post_id bigint NOT NULL
    member_id bigint NOT NULL
    thread_version bigint NOT NULL
    version_seen bigint NOT NULL
    text text COLLATE "C" NOT NULL
    salt bytea NOT NULL
    language text COLLATE "C"
    state text COLLATE "C" NOT NULL
    state_reason text COLLATE "C"
    prepared text COLLATE "C"
    remote_id text COLLATE "C"
    revision text COLLATE "C"
    url text COLLATE "C"
    attempts bigint NOT NULL DEFAULT 0
    created_at bigint NOT NULL
    send_at bigint NOT NULL
    sent_at bigint
    home_id bigint
    is_later bigint NOT NULL DEFAULT 0
    held_since bigint
    held_by bigint
    released_at bigint
    signature text COLLATE "C"
    is_private bigint NOT NULL DEFAULT 0
    closes_id bigint
    FOREIGN KEY (closes_id) REFERENCES reply(id)
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    FOREIGN KEY (held_by) REFERENCES stop(id)
    FOREIGN KEY (home_id) REFERENCES conversation(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (post_id) REFERENCES post(id)
    CREATE INDEX reply_by_conversation ON reply USING btree (conversation_id, id)
    CREATE INDEX reply_by_remote ON reply USING btree (remote_id) WHERE (remote_id IS NOT NULL)
    CREATE INDEX reply_closing ON reply USING btree (closes_id) WHERE (closes_id IS NOT NULL)
    CREATE INDEX reply_home ON reply USING btree (home_id) WHERE (home_id IS NOT NULL)
    CREATE INDEX reply_moving ON reply USING btree (state) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]))
    CREATE UNIQUE INDEX reply_pkey ON reply USING btree (id)
    CREATE INDEX reply_private ON reply USING btree (conversation_id) WHERE (is_private = 1)
    CREATE INDEX reply_private_to ON reply USING btree (post_id) WHERE (is_private = 1)
    CREATE INDEX reply_put_off ON reply USING btree (send_at) WHERE (state = 'queued'::text)

TABLE reply_correction
    reply_id bigint NOT NULL
    wrong_reply_id bigint
    wrong_post_id bigint
    wrong_words text COLLATE "C" NOT NULL
    right_words text COLLATE "C"
    finder text COLLATE "C" NOT NULL
    finder_author_id bigint
    finder_member_id bigint
    member_id bigint NOT NULL
    made_at bigint NOT NULL
    withdrawn_at bigint
    withdrawn_by bigint
    FOREIGN KEY (finder_author_id) REFERENCES author(id)
    FOREIGN KEY (finder_member_id) REFERENCES member(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (reply_id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    FOREIGN KEY (withdrawn_by) REFERENCES member(id)
    FOREIGN KEY (wrong_post_id) REFERENCES post(id)
    FOREIGN KEY (wrong_reply_id) REFERENCES reply(id)
    CREATE INDEX reply_correction_by_finder ON reply_correction USING btree (finder_author_id) WHERE (finder_author_id IS NOT NULL)
    CREATE INDEX reply_correction_of_post ON reply_correction USING btree (wrong_post_id) WHERE (wrong_post_id IS NOT NULL)
    CREATE INDEX reply_correction_of_reply ON reply_correction USING btree (wrong_reply_id) WHERE (wrong_reply_id IS NOT NULL)
    CREATE UNIQUE INDEX reply_correction_pkey ON reply_correction USING btree (reply_id)

TABLE reply_picture
    reply_id bigint NOT NULL
    place bigint NOT NULL
    alt text COLLATE "C" NOT NULL
    written_alt text COLLATE "C"
    full_digest text COLLATE "C"
    thumbnail_digest text COLLATE "C"
    FOREIGN KEY (full_digest) REFERENCES media(digest)
    PRIMARY KEY (reply_id, place)
    FOREIGN KEY (reply_id) REFERENCES reply(id)
    FOREIGN KEY (thumbnail_digest) REFERENCES media(digest)
    CREATE INDEX reply_picture_by_full ON reply_picture USING btree (full_digest) WHERE (full_digest IS NOT NULL)
    CREATE INDEX reply_picture_by_thumbnail ON reply_picture USING btree (thumbnail_digest) WHERE (thumbnail_digest IS NOT NULL)
    CREATE UNIQUE INDEX reply_picture_pkey ON reply_picture USING btree (reply_id, place)

TABLE rule
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    place bigint NOT NULL
    version bigint NOT NULL
    since_position bigint
    silent_at bigint
    silent_id bigint
    removed_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX rule_pkey ON rule USING btree (id)

TABLE rule_run
    id bigint NOT NULL
    rule_id bigint NOT NULL
    version bigint NOT NULL
    event_id bigint
    chain bigint NOT NULL
    conversation_id bigint NOT NULL
    stops bigint NOT NULL
    ran_at bigint NOT NULL
    done bigint NOT NULL
    already bigint NOT NULL
    refused bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    FOREIGN KEY (rule_id, version) REFERENCES rule_version(rule_id, version)
    CREATE INDEX rule_run_of_conversation ON rule_run USING btree (conversation_id, id)
    CREATE INDEX rule_run_of_rule ON rule_run USING btree (rule_id, id)
    CREATE UNIQUE INDEX rule_run_once ON rule_run USING btree (chain, rule_id)
    CREATE UNIQUE INDEX rule_run_pkey ON rule_run USING btree (id)

TABLE rule_version
    rule_id bigint NOT NULL
    version bigint NOT NULL
    called_by text COLLATE "C" NOT NULL
    silent_hours bigint
    query text COLLATE "C" NOT NULL
    acts text COLLATE "C" NOT NULL
    stops bigint NOT NULL
    made_at bigint NOT NULL
    made_by bigint NOT NULL
    FOREIGN KEY (made_by) REFERENCES member(id)
    PRIMARY KEY (rule_id, version)
    FOREIGN KEY (rule_id) REFERENCES rule(id)
    CREATE UNIQUE INDEX rule_version_pkey ON rule_version USING btree (rule_id, version)

TABLE saved_reply
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX saved_reply_by_name ON saved_reply USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX saved_reply_pkey ON saved_reply USING btree (id)

TABLE saved_reply_text
    saved_reply_id bigint NOT NULL
    language text COLLATE "C" NOT NULL
    text text COLLATE "C" NOT NULL
    PRIMARY KEY (saved_reply_id, language)
    FOREIGN KEY (saved_reply_id) REFERENCES saved_reply(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX saved_reply_text_pkey ON saved_reply_text USING btree (saved_reply_id, language)

TABLE saved_reply_use
    reply_id bigint NOT NULL
    saved_reply_id bigint NOT NULL
    member_id bigint NOT NULL
    used_at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (reply_id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    FOREIGN KEY (saved_reply_id) REFERENCES saved_reply(id) ON DELETE CASCADE
    CREATE INDEX saved_reply_use_by_saved ON saved_reply_use USING btree (saved_reply_id)
    CREATE UNIQUE INDEX saved_reply_use_pkey ON saved_reply_use USING btree (reply_id)

TABLE saved_view
    id bigint NOT NULL
    member_id bigint NOT NULL
    is_shared bigint NOT NULL
    name text COLLATE "C" NOT NULL
    cut text COLLATE "C" NOT NULL
    query text COLLATE "C" NOT NULL
    version bigint NOT NULL
    removed_at bigint
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX saved_view_of_member ON saved_view USING btree (member_id)
    CREATE UNIQUE INDEX saved_view_pkey ON saved_view USING btree (id)
    CREATE INDEX saved_view_removed ON saved_view USING btree (removed_at) WHERE (removed_at IS NOT NULL)
    CREATE INDEX saved_view_shared ON saved_view USING btree (id) WHERE (is_shared = 1)

TABLE saved_view_place
    member_id bigint NOT NULL
    saved_view_id bigint NOT NULL
    place bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (member_id, saved_view_id)
    FOREIGN KEY (saved_view_id) REFERENCES saved_view(id) ON DELETE CASCADE
    CREATE INDEX saved_view_place_of ON saved_view_place USING btree (saved_view_id)
    CREATE UNIQUE INDEX saved_view_place_pkey ON saved_view_place USING btree (member_id, saved_view_id)

TABLE seal
    last_position bigint NOT NULL
    first_position bigint NOT NULL
    hash text COLLATE "C" NOT NULL
    sealed_at bigint NOT NULL
    UNIQUE (first_position)
    PRIMARY KEY (last_position)
    CREATE UNIQUE INDEX seal_first_position_key ON seal USING btree (first_position)
    CREATE UNIQUE INDEX seal_pkey ON seal USING btree (last_position)

TABLE session
    token_hash bytea NOT NULL
    member_id bigint NOT NULL
    csrf text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    seen_at bigint NOT NULL
    expires_at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (token_hash)
    CREATE INDEX session_by_member ON session USING btree (member_id)
    CREATE UNIQUE INDEX session_pkey ON session USING btree (token_hash)

TABLE signature
    id bigint NOT NULL
    member_id bigint NOT NULL
    channel_id bigint
    text text COLLATE "C" NOT NULL
    FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX signature_of_member ON signature USING btree (member_id, COALESCE(channel_id, (0)::bigint))
    CREATE UNIQUE INDEX signature_pkey ON signature USING btree (id)

TABLE sla_clock
    conversation_id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    number bigint NOT NULL
    policy_id bigint NOT NULL
    policy_version bigint NOT NULL
    calendar_id bigint
    target_seconds bigint NOT NULL
    started_at bigint NOT NULL
    state text COLLATE "C" NOT NULL
    since bigint NOT NULL
    spent_micros bigint NOT NULL
    due_at bigint
    warn_at bigint
    warned_at bigint
    missed_at bigint
    notice_at bigint
    FOREIGN KEY (calendar_id) REFERENCES calendar(id)
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id, kind, number)
    FOREIGN KEY (policy_id) REFERENCES sla_policy(id)
    CREATE UNIQUE INDEX sla_clock_pkey ON sla_clock USING btree (conversation_id, kind, number)
    CREATE INDEX sla_clock_to_notice ON sla_clock USING btree (notice_at) WHERE (notice_at IS NOT NULL)

TABLE sla_policy
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    place bigint NOT NULL
    terms text COLLATE "C" NOT NULL
    version bigint NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX sla_policy_by_name ON sla_policy USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX sla_policy_pkey ON sla_policy USING btree (id)

TABLE sla_turn
    id bigint NOT NULL
    conversation_id bigint NOT NULL
    kind text COLLATE "C" NOT NULL
    happened_at bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (id)
    CREATE INDEX sla_turn_of_conversation ON sla_turn USING btree (conversation_id, id)
    CREATE UNIQUE INDEX sla_turn_pkey ON sla_turn USING btree (id)

TABLE statement
    id bigint NOT NULL
    title text COLLATE "C" NOT NULL
    kind text COLLATE "C" NOT NULL
    matter text COLLATE "C"
    fuller_url text COLLATE "C"
    owner_id bigint NOT NULL
    next_word_at bigint
    tell_at bigint
    replaces_id bigint
    state text COLLATE "C" NOT NULL
    version bigint NOT NULL
    written_by bigint NOT NULL
    approved_by bigint
    approved_at bigint
    published_by bigint
    published_at bigint
    ended_by bigint
    ended_at bigint
    created_at bigint NOT NULL
    FOREIGN KEY (approved_by) REFERENCES member(id)
    FOREIGN KEY (ended_by) REFERENCES member(id)
    FOREIGN KEY (owner_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (published_by) REFERENCES member(id)
    FOREIGN KEY (replaces_id) REFERENCES statement(id)
    FOREIGN KEY (written_by) REFERENCES member(id)
    CREATE UNIQUE INDEX statement_pkey ON statement USING btree (id)
    CREATE INDEX statement_replaces ON statement USING btree (replaces_id) WHERE (replaces_id IS NOT NULL)
    CREATE INDEX statement_to_tell ON statement USING btree (tell_at) WHERE ((tell_at IS NOT NULL) AND (state = 'published'::text))

TABLE statement_step
    id bigint NOT NULL
    statement_id bigint NOT NULL
    act text COLLATE "C" NOT NULL
    member_id bigint NOT NULL
    version bigint NOT NULL
    at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (statement_id) REFERENCES statement(id) ON DELETE CASCADE
    CREATE INDEX statement_step_of_statement ON statement_step USING btree (statement_id, id)
    CREATE UNIQUE INDEX statement_step_pkey ON statement_step USING btree (id)

TABLE statement_text
    statement_id bigint NOT NULL
    language text COLLATE "C" NOT NULL
    text text COLLATE "C" NOT NULL
    PRIMARY KEY (statement_id, language)
    FOREIGN KEY (statement_id) REFERENCES statement(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX statement_text_pkey ON statement_text USING btree (statement_id, language)

TABLE statement_use
    reply_id bigint NOT NULL
    statement_id bigint NOT NULL
    used_at bigint NOT NULL
    PRIMARY KEY (reply_id, statement_id)
    FOREIGN KEY (reply_id) REFERENCES reply(id) ON DELETE CASCADE
    FOREIGN KEY (statement_id) REFERENCES statement(id) ON DELETE CASCADE
    CREATE INDEX statement_use_of_statement ON statement_use USING btree (statement_id, reply_id)
    CREATE UNIQUE INDEX statement_use_pkey ON statement_use USING btree (reply_id, statement_id)

TABLE stop
    id bigint NOT NULL
    label_id bigint
    reason text COLLATE "C" NOT NULL
    begun_by bigint NOT NULL
    begun_at bigint NOT NULL
    lifted_by bigint
    lifted_at bigint
    FOREIGN KEY (begun_by) REFERENCES member(id)
    FOREIGN KEY (label_id) REFERENCES label(id)
    FOREIGN KEY (lifted_by) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE INDEX stop_in_force ON stop USING btree (begun_at) WHERE (lifted_at IS NULL)
    CREATE UNIQUE INDEX stop_pkey ON stop USING btree (id)

TABLE stream
    channel_id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    cursor text COLLATE "C"
    heard_until bigint
    batch_at bigint
    failing_since bigint
    failure text COLLATE "C"
    quota_limit bigint
    quota_left bigint
    quota_resets_at bigint
    FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE
    PRIMARY KEY (channel_id, name)
    CREATE UNIQUE INDEX stream_pkey ON stream USING btree (channel_id, name)

TABLE study
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    question text COLLATE "C" NOT NULL
    query text COLLATE "C" NOT NULL
    first_day text COLLATE "C" NOT NULL
    last_day text COLLATE "C" NOT NULL
    size bigint NOT NULL
    seed text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    version bigint NOT NULL
    member_id bigint NOT NULL
    created_at bigint NOT NULL
    drawing_at bigint
    drawn_by bigint
    begins_at bigint
    ends_at bigint
    position bigint
    last_post bigint
    after_post bigint NOT NULL DEFAULT 0
    to_look bigint NOT NULL DEFAULT 0
    looked bigint NOT NULL DEFAULT 0
    met bigint NOT NULL DEFAULT 0
    spam bigint NOT NULL DEFAULT 0
    gone bigint NOT NULL DEFAULT 0
    earliest_at bigint
    latest_at bigint
    analysis bigint
    drawn_at bigint
    coding_at bigint
    ended_at bigint
    agreed_at bigint
    closed_at bigint
    archived_at bigint
    FOREIGN KEY (drawn_by) REFERENCES member(id)
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX study_pkey ON study USING btree (id)

TABLE study_answer
    study_id bigint NOT NULL
    post_id bigint NOT NULL
    slot bigint NOT NULL
    variable bigint NOT NULL
    code bigint NOT NULL
    at bigint NOT NULL
    PRIMARY KEY (study_id, post_id, slot, variable)
    FOREIGN KEY (study_id, post_id) REFERENCES study_item(study_id, post_id) ON DELETE CASCADE
    CREATE UNIQUE INDEX study_answer_pkey ON study_answer USING btree (study_id, post_id, slot, variable)

TABLE study_code
    study_id bigint NOT NULL
    variable bigint NOT NULL
    number bigint NOT NULL
    name text COLLATE "C" NOT NULL
    definition text COLLATE "C" NOT NULL
    PRIMARY KEY (study_id, variable, number)
    FOREIGN KEY (study_id) REFERENCES study(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX study_code_pkey ON study_code USING btree (study_id, variable, number)

TABLE study_coder
    study_id bigint NOT NULL
    slot bigint NOT NULL
    member_id bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (study_id, slot)
    FOREIGN KEY (study_id) REFERENCES study(id) ON DELETE CASCADE
    CREATE INDEX study_coder_of_member ON study_coder USING btree (member_id)
    CREATE UNIQUE INDEX study_coder_pkey ON study_coder USING btree (study_id, slot)

TABLE study_decision
    id bigint NOT NULL
    study_id bigint NOT NULL
    post_id bigint NOT NULL
    variable bigint NOT NULL
    code bigint NOT NULL
    member_id bigint NOT NULL
    reason text COLLATE "C" NOT NULL
    at bigint NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (id)
    FOREIGN KEY (study_id, post_id) REFERENCES study_item(study_id, post_id) ON DELETE CASCADE
    UNIQUE (study_id, post_id, variable)
    CREATE UNIQUE INDEX study_decision_pkey ON study_decision USING btree (id)
    CREATE UNIQUE INDEX study_decision_study_id_post_id_variable_key ON study_decision USING btree (study_id, post_id, variable)

TABLE study_item
    study_id bigint NOT NULL
    post_id bigint NOT NULL
    lot text COLLATE "C" NOT NULL
    PRIMARY KEY (study_id, post_id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    FOREIGN KEY (study_id) REFERENCES study(id) ON DELETE CASCADE
    CREATE INDEX study_item_of_post ON study_item USING btree (post_id)
    CREATE UNIQUE INDEX study_item_pkey ON study_item USING btree (study_id, post_id)

TABLE study_note
    id bigint NOT NULL
    study_id bigint NOT NULL
    post_id bigint NOT NULL
    slot bigint NOT NULL
    text text COLLATE "C" NOT NULL
    PRIMARY KEY (id)
    FOREIGN KEY (study_id, post_id) REFERENCES study_item(study_id, post_id) ON DELETE CASCADE
    UNIQUE (study_id, post_id, slot)
    CREATE UNIQUE INDEX study_note_pkey ON study_note USING btree (id)
    CREATE UNIQUE INDEX study_note_study_id_post_id_slot_key ON study_note USING btree (study_id, post_id, slot)

TABLE study_variable
    study_id bigint NOT NULL
    number bigint NOT NULL
    name text COLLATE "C" NOT NULL
    definition text COLLATE "C" NOT NULL
    PRIMARY KEY (study_id, number)
    FOREIGN KEY (study_id) REFERENCES study(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX study_variable_pkey ON study_variable USING btree (study_id, number)

TABLE subscriber
    conversation_id bigint NOT NULL
    member_id bigint NOT NULL
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id, member_id)
    CREATE INDEX subscriber_of_member ON subscriber USING btree (member_id)
    CREATE UNIQUE INDEX subscriber_pkey ON subscriber USING btree (conversation_id, member_id)

TABLE team
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    function text COLLATE "C" NOT NULL
    calendar_id bigint
    created_at bigint NOT NULL
    archived_at bigint
    giving text COLLATE "C" NOT NULL DEFAULT 'by_hand'::text
    keeps_hours bigint NOT NULL DEFAULT 0
    FOREIGN KEY (calendar_id) REFERENCES calendar(id)
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX team_by_name ON team USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX team_pkey ON team USING btree (id)

TABLE team_member
    team_id bigint NOT NULL
    member_id bigint NOT NULL
    turn bigint
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (team_id, member_id)
    FOREIGN KEY (team_id) REFERENCES team(id)
    CREATE INDEX team_member_of_member ON team_member USING btree (member_id)
    CREATE UNIQUE INDEX team_member_pkey ON team_member USING btree (team_id, member_id)

TABLE team_wait
    conversation_id bigint NOT NULL
    team_id bigint NOT NULL
    since bigint NOT NULL
    lack text COLLATE "C" NOT NULL
    detail text COLLATE "C"
    FOREIGN KEY (conversation_id) REFERENCES conversation(id) ON DELETE CASCADE
    PRIMARY KEY (conversation_id)
    FOREIGN KEY (team_id) REFERENCES team(id)
    CREATE INDEX team_wait_in_order ON team_wait USING btree (since, conversation_id)
    CREATE UNIQUE INDEX team_wait_pkey ON team_wait USING btree (conversation_id)

TABLE topic
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    query text COLLATE "C" NOT NULL
    version bigint NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX topic_pkey ON topic USING btree (id)

TABLE topic_match
    post_id bigint NOT NULL
    topic_id bigint NOT NULL
    version bigint NOT NULL
    spans text COLLATE "C" NOT NULL
    PRIMARY KEY (post_id, topic_id)
    FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
    FOREIGN KEY (topic_id) REFERENCES topic(id)
    CREATE INDEX topic_match_by_topic ON topic_match USING btree (topic_id, post_id)
    CREATE UNIQUE INDEX topic_match_pkey ON topic_match USING btree (post_id, topic_id)

TABLE topic_version
    topic_id bigint NOT NULL
    version bigint NOT NULL
    query text COLLATE "C" NOT NULL
    created_at bigint NOT NULL
    created_by bigint
    FOREIGN KEY (created_by) REFERENCES member(id)
    PRIMARY KEY (topic_id, version)
    FOREIGN KEY (topic_id) REFERENCES topic(id) ON DELETE CASCADE
    CREATE UNIQUE INDEX topic_version_pkey ON topic_version USING btree (topic_id, version)

TABLE wait
    conversation_id bigint NOT NULL
    number bigint NOT NULL
    known_from bigint NOT NULL
    known_until bigint
    kind text COLLATE "C" NOT NULL
    channel_id bigint NOT NULL
    author_id bigint NOT NULL
    topics text COLLATE "C" NOT NULL
    language text COLLATE "C"
    sentiment text COLLATE "C"
    needs_reply bigint
    began_at bigint NOT NULL
    heard_at bigint NOT NULL
    held_at bigint
    automated_at bigint
    ended_at bigint
    ended_by text COLLATE "C"
    team_id bigint
    closed_at bigint
    is_let_stand bigint NOT NULL
    FOREIGN KEY (author_id) REFERENCES author(id)
    FOREIGN KEY (channel_id) REFERENCES channel(id)
    FOREIGN KEY (conversation_id) REFERENCES conversation(id)
    PRIMARY KEY (conversation_id, number, known_from)
    FOREIGN KEY (team_id) REFERENCES team(id)
    CREATE INDEX wait_by_beginning ON wait USING btree (began_at)
    CREATE INDEX wait_open ON wait USING btree (began_at) WHERE ((ended_at IS NULL) AND (needs_reply = 1) AND (known_until IS NULL))
    CREATE UNIQUE INDEX wait_pkey ON wait USING btree (conversation_id, number, known_from)

TABLE wait_day
    from_at bigint NOT NULL
    until_at bigint NOT NULL
    parted_by text COLLATE "C" NOT NULL
    hours text COLLATE "C" NOT NULL
    changed bigint NOT NULL
    last_end bigint
    sums text COLLATE "C" NOT NULL
    PRIMARY KEY (from_at, until_at, parted_by)
    CREATE UNIQUE INDEX wait_day_pkey ON wait_day USING btree (from_at, until_at, parted_by)

TABLE webhook
    id bigint NOT NULL
    name text COLLATE "C" NOT NULL
    folded text COLLATE "C" NOT NULL
    url text COLLATE "C" NOT NULL
    secret bytea NOT NULL
    created_at bigint NOT NULL
    archived_at bigint
    PRIMARY KEY (id)
    CREATE UNIQUE INDEX webhook_by_name ON webhook USING btree (folded) WHERE (archived_at IS NULL)
    CREATE UNIQUE INDEX webhook_pkey ON webhook USING btree (id)

TABLE webhook_call
    id bigint NOT NULL
    webhook_id bigint NOT NULL
    rule_run_id bigint
    conversation_id bigint
    body text COLLATE "C" NOT NULL
    state text COLLATE "C" NOT NULL
    attempts bigint NOT NULL DEFAULT 0
    status bigint
    why text COLLATE "C"
    created_at bigint NOT NULL
    tried_at bigint
    PRIMARY KEY (id)
    FOREIGN KEY (webhook_id) REFERENCES webhook(id)
    CREATE INDEX webhook_call_by_age ON webhook_call USING btree (created_at) WHERE (state <> 'waiting'::text)
    CREATE INDEX webhook_call_of_webhook ON webhook_call USING btree (webhook_id, id)
    CREATE UNIQUE INDEX webhook_call_pkey ON webhook_call USING btree (id)

TABLE word_index
    id bigint NOT NULL
    words tsvector NOT NULL
    version bigint NOT NULL
    indexed_at bigint NOT NULL
    PRIMARY KEY (id)
    CREATE INDEX word_index_by_word ON word_index USING gin (words)
    CREATE UNIQUE INDEX word_index_pkey ON word_index USING btree (id)

TABLE word_index_round
    kind text COLLATE "C" NOT NULL
    version bigint NOT NULL
    after_id bigint
    is_whole bigint NOT NULL
    looked bigint NOT NULL
    total bigint NOT NULL
    PRIMARY KEY (kind)
    CREATE UNIQUE INDEX word_index_round_pkey ON word_index_round USING btree (kind)

TABLE workload
    member_id bigint NOT NULL
    capacity bigint
    skills text COLLATE "C" NOT NULL
    FOREIGN KEY (member_id) REFERENCES member(id)
    PRIMARY KEY (member_id)
    CREATE UNIQUE INDEX workload_pkey ON workload USING btree (member_id)

