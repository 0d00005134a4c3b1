-- Attempts to sign in, by a digest of address and e-mail and by one of the address alone. One row each, so that counting
-- one more and reading how many there are is one statement. login_attempts is read by nobody any more.
create table attempts (
    tenant_id uuid not null references tenants,
    key bytea not null,
    since timestamptz not null,
    count int not null,
    primary key (tenant_id, key)
);
create index on attempts (tenant_id, since);
call wall('attempts');
