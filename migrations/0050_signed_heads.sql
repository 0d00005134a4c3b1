-- The end of each class's log: how long it is and which hash it ends with, signed with a key that isn't in the database. Without
-- it, whoever can write here could take a log's end away or compute all its hashes anew.
create table log_heads (
    tenant_id uuid not null,
    session_id uuid not null,
    sequence bigint not null check (sequence > 0),
    hash bytea not null check (length(hash) = 32),
    -- Which key it was signed with: a digest of it.
    key_id text not null,
    -- HMAC-SHA-256 over school, class, sequence and hash.
    signature bytea not null,
    primary key (tenant_id, session_id),
    foreign key (tenant_id, session_id) references sessions deferrable initially deferred
) with (fillfactor = 50);
call wall('log_heads');
