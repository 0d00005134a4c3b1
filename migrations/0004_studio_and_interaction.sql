-- What is shown and what is said in a class. Rows are made from the log.
-- `sealed` is encrypted with the data key of `holder` (or of the author).

create table studio_scenes (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    place int not null,
    kind text not null,
    layout jsonb not null default '{}',
    active boolean not null default false,
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions
);
create unique index one_active_scene on studio_scenes (session_id) where active;
call wall('studio_scenes');

create table studio_assets (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    scene_id uuid,
    kind text not null,
    -- Its key in object storage.
    key text not null,
    bytes bigint not null,
    mime text not null,
    created_at timestamptz(3) not null default now(),
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions,
    foreign key (session_id, scene_id) references studio_scenes
);
create index on studio_assets (session_id, scene_id);
call wall('studio_assets');

create table chat_messages (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    -- The event that made it; its words are sealed for this place.
    sequence bigint not null,
    author uuid,
    offset_ms bigint not null,
    -- Null once it was removed.
    sealed bytea,
    removed_by uuid,
    removed_at timestamptz(3),
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions
);
create index on chat_messages (session_id, sequence);
call wall('chat_messages');

create table questions (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    sequence bigint not null,
    author uuid,
    offset_ms bigint not null,
    sealed bytea,
    state text not null default 'open' check (state in ('open', 'answered', 'dismissed')),
    answered_by uuid,
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions
);
call wall('questions');

create table polls (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    sequence bigint not null,
    author uuid,
    offset_ms bigint not null,
    sealed bytea,
    state text not null default 'open' check (state in ('draft', 'open', 'closed')),
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions
);
call wall('polls');

create table poll_votes (
    tenant_id uuid not null,
    session_id uuid not null,
    poll_id uuid not null,
    voter uuid not null,
    option smallint not null,
    primary key (session_id, poll_id, voter, option),
    foreign key (session_id, poll_id) references polls,
    foreign key (tenant_id, session_id) references sessions
);
call wall('poll_votes');
