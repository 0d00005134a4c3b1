-- Questions, polls and what was edited, as rows made from the log. What is sealed is sealed for the place of the event that
-- said it, whose sequence stands beside it.

alter table chat_messages
    -- The event that said what it says now; null for a message that says what it said at first.
    add column edited bigint,
    add column readers text not null default 'everybody' check (readers in ('everybody', 'staff', 'two')),
    -- Who reads it beside its author (or wrote to staff first); null where everybody does.
    add column reader uuid;

alter table questions drop constraint questions_state_check;
alter table questions
    add check (state in ('pending', 'open', 'answered', 'resolved', 'dismissed', 'merged')),
    add column anonymous boolean not null default false,
    add column votes int not null default 0,
    add column claimed_by uuid,
    -- Where in the class it was answered aloud.
    add column answered_ms bigint,
    -- Its answer in writing, by `answered_by`.
    add column answer_sequence bigint,
    add column answer bytea,
    add column dismissed_by uuid,
    add column reason_sequence bigint,
    add column reason bytea,
    add column merged_into uuid;

alter table polls
    add column form jsonb not null default '{}',
    add column options smallint not null default 0,
    add column anonymous boolean not null default false,
    add column quiz boolean not null default false,
    add column again uuid,
    add column closed_ms bigint,
    add column right_options smallint[],
    -- Why those are right, by the poll's author.
    add column explanation_sequence bigint,
    add column explanation bytea,
    add column shown boolean not null default false;

-- `option` is an option's place or a scale's point; of an open answer it is 0, and its words are sealed. In an anonymous poll
-- `voter` is a ballot.
alter table poll_votes
    add column sequence bigint not null default 0,
    add column sealed bytea,
    add column group_id uuid;

create table poll_groups (
    tenant_id uuid not null,
    session_id uuid not null,
    poll_id uuid not null,
    id uuid not null,
    sequence bigint not null,
    holder uuid not null,
    -- Its title.
    sealed bytea,
    primary key (session_id, id),
    foreign key (session_id, poll_id) references polls,
    foreign key (tenant_id, session_id) references sessions
);
call wall('poll_groups');
