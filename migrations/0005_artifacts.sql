-- What is left of a class: recordings, and what the pipeline makes of them.

create table recordings (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    started_ms bigint not null,
    finalized_at timestamptz(3),
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions
);
call wall('recordings');

create table recording_tracks (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null,
    recording_id uuid not null,
    user_id uuid not null,
    source text not null,
    offset_ms bigint not null,
    duration_ms bigint not null,
    -- Its key in object storage.
    key text not null,
    bytes bigint not null,
    mime text not null,
    finished boolean not null,
    primary key (session_id, id),
    foreign key (session_id, recording_id) references recordings,
    foreign key (tenant_id, session_id) references sessions
);
create index on recording_tracks (session_id, recording_id);
call wall('recording_tracks');

-- A class's second life: how far its pipeline is.
create table replays (
    tenant_id uuid not null,
    session_id uuid primary key,
    created_at timestamptz(3) not null,
    -- The stage that was heard of last.
    stage text,
    state text check (state in ('working', 'finished', 'failed')),
    percent smallint,
    foreign key (tenant_id, session_id) references sessions
);
call wall('replays');

create table artifacts (
    tenant_id uuid not null,
    session_id uuid not null,
    kind text not null,
    -- Its key in object storage.
    key text not null,
    bytes bigint not null,
    sha256 bytea not null check (length(sha256) = 32),
    created_at timestamptz(3) not null default now(),
    primary key (session_id, kind, key),
    foreign key (tenant_id, session_id) references sessions
);
call wall('artifacts');

create table transcript_cues (
    tenant_id uuid not null,
    session_id uuid not null,
    place int not null,
    start_ms bigint not null,
    end_ms bigint not null check (end_ms > start_ms),
    speaker uuid,
    holder uuid not null,
    sealed bytea,
    primary key (session_id, place),
    foreign key (tenant_id, session_id) references sessions
);
call wall('transcript_cues');

create table chapters (
    tenant_id uuid not null,
    session_id uuid not null,
    id uuid not null default gen_random_uuid(),
    offset_ms bigint not null,
    -- The teacher's own come from the log, and their titles are sealed for `sequence`.
    source text not null check (source in ('teacher', 'text')),
    sequence bigint,
    holder uuid not null,
    sealed bytea,
    primary key (session_id, id),
    foreign key (tenant_id, session_id) references sessions,
    check ((source = 'teacher') = (sequence is not null))
);
create index on chapters (session_id, offset_ms);
call wall('chapters');

create table highlights (
    tenant_id uuid not null,
    session_id uuid not null,
    place int not null,
    offset_ms bigint not null,
    until_ms bigint not null,
    reason text not null,
    holder uuid not null,
    sealed bytea,
    primary key (session_id, place),
    foreign key (tenant_id, session_id) references sessions
);
call wall('highlights');
