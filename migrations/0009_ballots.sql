-- What makes names of ballots out of voters in an anonymous poll. Gone with the poll's end, so that then nobody can tell, this
-- server included.
create table work.ballot_secrets (
    session_id uuid not null,
    poll_id uuid not null,
    secret bytea not null,
    primary key (session_id, poll_id)
);
