-- A login that ends closes its tabs on every server at once, whoever ended it: signing out, erasing somebody, an operator's
-- statement. What is told is the hash of its token, which opens nothing.
create function tell_ended_login() returns trigger language plpgsql as $$
begin
    perform pg_notify('logins_ended', encode(old.token_hash, 'hex'));
    return null;
end $$;
create trigger ended after delete on logins for each row execute function tell_ended_login();
