-- What servers and workers share among themselves. Outside the tenants' walls, so it holds ids and times only.

create schema work;

-- A class that is to be recorded, and who does it until when.
create table work.recorder_leases (
    session_id uuid primary key,
    tenant_id uuid not null,
    recording_id uuid not null default gen_random_uuid(),
    holder text,
    lease_until timestamptz(3),
    -- The class is over: what is recorded has still to be sent.
    ended boolean not null default false
);
create index on work.recorder_leases (lease_until);

-- Sealed with the master key at the first start: a server with another key finds out before it writes.
create table work.master_key_proof (
    one boolean primary key default true check (one),
    sealed bytea not null
);
