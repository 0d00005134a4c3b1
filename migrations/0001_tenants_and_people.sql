-- Tenants, their people and how they sign in.

-- The tenant that this transaction named; none named, none seen.
-- A setting that was local to an earlier transaction reads as '', not as null.
create function named_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('lectern.tenant', true), '')::uuid;

-- Walls a table by tenant: even its owner sees and writes the named tenant's rows only.
-- Every table with a tenant_id is walled by the migration that creates it; a test finds the ones that are not.
create procedure wall(walled regclass, tenant_column name default 'tenant_id')
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', walled);
    execute format('alter table %s force row level security', walled);
    -- The sub-select makes it one call a statement instead of one a row.
    execute format('create policy tenant on %s using (%I = (select named_tenant()))', walled, tenant_column);
end
$$;

create table tenants (
    id uuid primary key,
    name text not null,
    created_at timestamptz(3) not null default now()
);
call wall('tenants', 'id');

-- The hosts people reach a tenant by. '*' stands for every host that nobody else has.
create table tenant_domains (
    domain text primary key check (domain = lower(domain)),
    tenant_id uuid not null references tenants
);
create index on tenant_domains (tenant_id);
call wall('tenant_domains');
-- Before a tenant is named, a transaction may name the host that a request came for and learn whose it is; no more than that.
create policy host on tenant_domains for select using (
    nullif(current_setting('lectern.host', true), '') is not null
    and domain in (current_setting('lectern.host', true), '*')
);

create table users (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null,
    -- Null once the person was erased.
    email text,
    -- argon2id as a PHC string; null for who signs in elsewhere.
    password text,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, id)
);
create unique index users_email on users (tenant_id, lower(email));
call wall('users');

create table roles (
    tenant_id uuid not null references tenants,
    role text not null check (role in ('admin', 'teacher', 'assistant', 'student')),
    primary key (tenant_id, role)
);
call wall('roles');

create table user_roles (
    tenant_id uuid not null,
    user_id uuid not null,
    role text not null,
    primary key (tenant_id, user_id, role),
    foreign key (tenant_id, user_id) references users,
    foreign key (tenant_id, role) references roles
);
call wall('user_roles');

-- One key a person, wrapped by the master key; it seals what they write and say. The tenant itself holds one for
-- words that are nobody's. Erasing a person empties `wrapped` and leaves the row, so that no new key is made.
create table data_keys (
    tenant_id uuid not null references tenants,
    holder uuid not null,
    wrapped bytea,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, holder)
);
call wall('data_keys');

-- Who is signed in, by the SHA-256 of the token in their cookie.
create table logins (
    token_hash bytea primary key check (length(token_hash) = 32),
    tenant_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    until timestamptz(3) not null,
    foreign key (tenant_id, user_id) references users
);
create index on logins (tenant_id, user_id);
call wall('logins');

-- Failed sign-ins, by a digest of address and e-mail.
create table login_attempts (
    tenant_id uuid not null references tenants,
    key bytea not null,
    at timestamptz not null default clock_timestamp()
);
create index on login_attempts (tenant_id, key, at);
call wall('login_attempts');

create table audit_log (
    id bigint generated always as identity primary key,
    tenant_id uuid not null references tenants,
    user_id uuid,
    at timestamptz(3) not null default now(),
    what text not null,
    about text not null
);
create index on audit_log (tenant_id, at);
call wall('audit_log');
