-- What sets, stops and pauses the clocks of a conversation, in order.
CREATE TABLE sla_turn (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sla_turn_of_conversation ON sla_turn (conversation_id, id);

-- The clocks that come of them.
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

-- The deadline of the clock that runs out first; the end of all time where none runs.
ALTER TABLE conversation ADD COLUMN due_at INTEGER NOT NULL DEFAULT 253402207200999999;
CREATE INDEX conversation_due ON conversation (due_at, id);
