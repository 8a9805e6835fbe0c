-- What sets, stops and pauses the clocks of a conversation, in order.
CREATE TABLE sla_turn (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX sla_turn_of_conversation ON sla_turn (conversation_id, id);

-- The clocks that come of them.
CREATE TABLE sla_clock (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    -- Which of its kind, from 1.
    number BIGINT NOT NULL,
    -- By which terms it goes, and in whose hours; no calendar is day and night.
    policy_id BIGINT NOT NULL REFERENCES sla_policy (id),
    policy_version BIGINT NOT NULL,
    calendar_id BIGINT REFERENCES calendar (id),
    target_seconds BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- Since when it has that state, and the working time that was counted until then.
    since BIGINT NOT NULL,
    spent_micros BIGINT NOT NULL,
    -- While it runs.
    due_at BIGINT,
    warn_at BIGINT,
    -- When was warned, and which deadline was passed.
    warned_at BIGINT,
    missed_at BIGINT,
    -- After which moment somebody has to look at it.
    notice_at BIGINT,
    PRIMARY KEY (conversation_id, kind, number)
);
CREATE INDEX sla_clock_to_notice ON sla_clock (notice_at) WHERE notice_at IS NOT NULL;

-- The deadline of the clock that runs out first; the end of all time where none runs.
ALTER TABLE conversation ADD COLUMN due_at BIGINT NOT NULL DEFAULT 253402207200999999;
CREATE INDEX conversation_due ON conversation (due_at, id);
