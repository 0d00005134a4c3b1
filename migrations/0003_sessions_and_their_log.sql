-- Classes, and the log that every other row about a class is made from.

create table sessions (
    tenant_id uuid not null,
    id uuid not null unique,
    course_id uuid not null,
    lesson_id uuid,
    title text not null,
    starts_at timestamptz(3) not null,
    minutes smallint not null check (minutes > 0),
    zone text not null,
    phase text not null default 'scheduled' check (phase in ('scheduled', 'live', 'ended')),
    -- Who started it, or else who scheduled it; null where the system did.
    teacher uuid,
    started_at timestamptz(3),
    length_ms bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, course_id) references courses,
    foreign key (tenant_id, lesson_id) references lessons,
    check ((phase = 'scheduled') = (started_at is null)),
    check ((phase = 'ended') = (length_ms is not null))
);
create index on sessions (tenant_id, course_id, starts_at);
call wall('sessions');

-- The log. Rows are appended and never changed; `sequence` is 1, 2, 3 … in each session.
create table session_state_events (
    session_id uuid not null,
    sequence bigint not null check (sequence > 0),
    tenant_id uuid not null,
    offset_ms bigint not null,
    at timestamptz(3) not null,
    kind text not null,
    version smallint not null,
    actor uuid,
    command_id uuid not null,
    -- The place among the events of one command.
    part smallint not null,
    -- Nothing personal.
    payload jsonb not null,
    -- What a person wrote or said, encrypted with their data key.
    sealed bytea,
    -- SHA-256 over the hash before and this row.
    hash bytea not null,
    primary key (session_id, sequence),
    constraint session_state_events_once unique (session_id, command_id, part),
    foreign key (tenant_id, session_id) references sessions deferrable initially deferred
);
call wall('session_state_events');

create table session_participants (
    tenant_id uuid not null,
    session_id uuid not null,
    user_id uuid not null,
    role text not null,
    first_joined_at timestamptz(3) not null,
    last_joined_at timestamptz(3) not null,
    left_at timestamptz(3),
    primary key (session_id, user_id),
    foreign key (tenant_id, session_id) references sessions,
    foreign key (tenant_id, user_id) references users
);
create index on session_participants (tenant_id, user_id);
call wall('session_participants');
