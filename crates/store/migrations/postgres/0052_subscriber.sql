-- Members who are told what happens in a conversation.
CREATE TABLE subscriber (
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, member_id)
);
CREATE INDEX subscriber_of_member ON subscriber (member_id);
