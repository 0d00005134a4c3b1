-- Failed attempts to sign in, by keyed digests of: an account; an account at an address; an address; an account on a device
-- that it signed in on before. What `attempts` (0015) counted is read by nobody any more.
create table sign_in_failures (
    tenant_id uuid not null references tenants,
    key bytea not null,
    count bigint not null,
    last timestamptz(3) not null,
    primary key (tenant_id, key)
);
create index on sign_in_failures (tenant_id, last);
call wall('sign_in_failures');

-- Devices on which somebody signed in, by the SHA-256 of a token in a cookie of theirs. A row that is deleted is a device that
-- is unknown from then on; it opens nothing, but has attempts of its own.
create table known_devices (
    tenant_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null check (length(token_hash) = 32),
    created_at timestamptz(3) not null,
    used_at timestamptz(3) not null,
    primary key (tenant_id, user_id, token_hash),
    foreign key (tenant_id, user_id) references users
);
call wall('known_devices');

-- `user_id` is who acted, where somebody did; `what` the action and `about` its subject.
alter table audit_log add column address text, add column outcome text;
