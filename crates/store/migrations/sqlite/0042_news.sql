-- By which ways and when members learn of what they are told.
CREATE TABLE news_terms (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    terms TEXT NOT NULL
) STRICT;

-- What is to be told yet by a way besides the page. It goes when it is told so, or is not to be.
CREATE TABLE news (
    notice_id INTEGER NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    way TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (notice_id, way)
) STRICT;
CREATE INDEX news_by_way ON news (way, member_id, told_at);

-- Mails of ours to members. Which notices a digest tells of, by id: its words are made when it goes.
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
CREATE INDEX letter_of_member ON letter (member_id, id);
CREATE INDEX letter_by_age ON letter (created_at) WHERE state <> 'waiting';

-- Where mail for a member goes: the address that they confirmed, and the one that they are asked to.
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

-- Browsers in which members are told, also while no page is open. They live as long as their session.
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
CREATE INDEX push_device_of_session ON push_device (session_hash);
CREATE INDEX push_device_of_member ON push_device (member_id);

-- Keys that the house makes once for itself, each in a box of the vault.
CREATE TABLE house_key (
    name TEXT PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT;
