-- The servers that are up: one that has not been heard of for a while has lost the tabs it held.
create table work.nodes (
    name text primary key,
    seen_at timestamptz(3) not null
);
