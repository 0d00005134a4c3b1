-- Classes that are cancelled, classes that repeat, and how often an entry of the calendar has changed.

alter table sessions drop constraint sessions_phase_check;
alter table sessions add constraint sessions_phase_check check (phase in ('scheduled', 'live', 'ended', 'cancelled'));
alter table sessions drop constraint sessions_check;
alter table sessions add constraint sessions_started_check
    check ((phase in ('scheduled', 'cancelled')) = (started_at is null));
alter table sessions
    -- For those who keep a copy of the entry: which is the newer one.
    add column revision int not null default 0,
    add column changed_at timestamptz(3) not null default now();

-- Classes that repeat. Each is a class of its own; the rule (RFC 5545) says how they came about.
create table class_series (
    tenant_id uuid not null,
    id uuid not null,
    course_id uuid not null,
    rule text not null,
    -- The first start, as clocks in the zone show it.
    starts timestamp not null,
    zone text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, course_id) references courses
);
call wall('class_series');

-- What is planned of a class beside what its log says. Written before the class is there, so nothing refers to it.
create table class_plans (
    tenant_id uuid not null references tenants,
    session_id uuid not null,
    series_id uuid,
    -- The local start that the series gives it: a class that starts elsewhere was moved by itself.
    planned timestamp,
    -- Whether it goes on from the last class of its lesson.
    continues boolean not null default false,
    -- Why it is cancelled, in its teacher's words.
    cancelled_because text,
    primary key (tenant_id, session_id),
    foreign key (tenant_id, series_id) references class_series,
    check ((series_id is null) = (planned is null))
);
create index on class_plans (tenant_id, series_id, planned);
call wall('class_plans');
