-- A ballot's secret belongs to its class and goes with it. It stays outside the walls: servers of before, which write it without
-- naming a tenant, run beside new ones for a while, and of a poll that both know there must be one secret. Null: written by one
-- of those; a poll's end deletes it all the same.
alter table work.ballot_secrets
    add column tenant_id uuid,
    add foreign key (tenant_id, session_id) references sessions on delete cascade;
