-- The secret address by which a person's calendar program fetches their classes, by the SHA-256 of its token. One a person:
-- a new one ends the old one.
create table calendar_addresses (
    tenant_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null unique check (length(token_hash) = 32),
    made_at timestamptz(3) not null,
    primary key (tenant_id, user_id),
    foreign key (tenant_id, user_id) references users
);
call wall('calendar_addresses');
