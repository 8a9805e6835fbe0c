-- A person is one author, or several of whom members said that they are the same: then each names the first of them.
ALTER TABLE author ADD COLUMN person_id BIGINT;
-- Since when nothing is known of them any more: they were erased.
ALTER TABLE author ADD COLUMN erased_at BIGINT;
CREATE INDEX author_of_person ON author (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX author_by_handle ON author (handle);

-- What members said of two being the same, until it was taken back. Those that stand tie together who is one person.
CREATE TABLE person_merge (
    id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL REFERENCES author (id),
    other_id BIGINT NOT NULL REFERENCES author (id),
    -- Why, in a member's words.
    ground TEXT COLLATE "C" NOT NULL,
    merged_by BIGINT NOT NULL REFERENCES member (id),
    merged_at BIGINT NOT NULL,
    parted_by BIGINT REFERENCES member (id),
    parted_at BIGINT
);
CREATE INDEX person_merge_of_author ON person_merge (author_id);
CREATE INDEX person_merge_of_other ON person_merge (other_id);

-- Remarks about people, for the team. Each is about the handle at which it was written.
CREATE TABLE person_note (
    id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL REFERENCES author (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    text TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX person_note_of_author ON person_note (author_id, id);

-- What people let us do: what was asked and what they said, one row for each time.
CREATE TABLE consent (
    id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL REFERENCES author (id),
    purpose TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- The message by which, and what else shows it.
    post_id BIGINT REFERENCES post (id),
    words TEXT COLLATE "C",
    member_id BIGINT NOT NULL REFERENCES member (id),
    noted_at BIGINT NOT NULL
);
CREATE INDEX consent_of_author ON consent (author_id, id);
CREATE INDEX consent_by_post ON consent (post_id) WHERE post_id IS NOT NULL;

-- People who are or were erased, and how far that is.
CREATE TABLE erasure (
    id BIGINT PRIMARY KEY,
    -- The handle at which it was asked, and all that were theirs, as JSON of ids.
    author_id BIGINT NOT NULL REFERENCES author (id),
    authors TEXT COLLATE "C" NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES member (id),
    asked_at BIGINT NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    -- The last row of that step that is done.
    after_id BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    conversations BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX erasure_of_author ON erasure (author_id);

-- In which conversations somebody spoke is read off the index, however much they said.
DROP INDEX post_by_author;
CREATE INDEX post_by_author ON post (author_id, posted_at, conversation_id);
