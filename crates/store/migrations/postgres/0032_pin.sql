-- Conversations that members keep at the top of their own lists.
CREATE TABLE conversation_pin (
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    PRIMARY KEY (member_id, conversation_id)
);
CREATE INDEX conversation_pin_of_conversation ON conversation_pin (conversation_id);
