-- A message's row is written in one transaction with its event, whose foreign key vouches for the class already; and nothing
-- asks for messages by sequence. Together they took a fifth of the time of a message.
alter table chat_messages drop constraint chat_messages_tenant_id_session_id_fkey;
drop index chat_messages_session_id_sequence_idx;
