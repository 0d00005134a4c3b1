#!/usr/bin/env bash
# What queries are checked against where there is no database (.sqlx), made anew: every migration is applied to an empty database
# of the cluster at $LECTERN_TEST_DATABASE_URL, and crate store compiled against it. The arguments are those of the
# tests' build, with which the rest is compiled already.
set -euo pipefail

base=${LECTERN_TEST_DATABASE_URL%%\?*} options=${LECTERN_TEST_DATABASE_URL#*\?}
url=${base%/*}/queries?$options made=$PWD/target/sqlx
psql -qX "$LECTERN_TEST_DATABASE_URL" -c 'drop database if exists queries' -c 'create database queries'
for migration in migrations/*.sql; do
  psql -qX -v ON_ERROR_STOP=1 -1 "$url" -f "$migration" >/dev/null
done
rm -rf "$made" && mkdir -p "$made"
# The macros look at the database only when the crate is compiled.
touch crates/store/src/lib.rs
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$made DATABASE_URL=$url cargo build "$@" --lib
psql -qX "$LECTERN_TEST_DATABASE_URL" -c 'drop database queries'
rm -rf .sqlx && mv "$made" .sqlx
