# Run once, when the cluster is made: the application's role is neither superuser nor BYPASSRLS, so that row-level security
# binds it, and has a password of its own.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$LECTERN_PASSWORD" <<'SQL'
CREATE ROLE lectern LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE lectern OWNER lectern;
REVOKE CONNECT ON DATABASE lectern FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL
