-- Classes as they were folded up to an event, so that opening one need not read its whole log. At most one a class. All of it is
-- made of the log: whatever is here may be deleted at any time.

-- How often somebody of the school was erased. What was folded before an erasure holds words that nobody may read any more, so
-- it is of no use after one.
alter table tenants add column erasures bigint not null default 0;

create table class_snapshots (
    tenant_id uuid not null,
    session_id uuid not null,
    -- The last event that is in it.
    sequence bigint not null check (sequence > 0),
    -- Which fold made it: a digest of its sources.
    fold bytea not null check (length(fold) = 32),
    -- `tenants.erasures` when the words in it were read.
    erasures bigint not null,
    -- The class, encrypted with the school's data key and bound to all of the above and to the event's hash.
    sealed bytea not null,
    primary key (tenant_id, session_id),
    foreign key (tenant_id, session_id) references sessions
);
-- What is encrypted can't be compressed.
alter table class_snapshots alter column sealed set storage external;
call wall('class_snapshots');
