#!/bin/sh
# Runs once, on an empty volume, as PostgreSQL's image runs what lies in /docker-entrypoint-initdb.d: the database belongs to a role that is no
# superuser, and the superuser is reached from inside the container alone.
set -e
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v ON_ERROR_STOP=1 -v password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE chronova LOGIN PASSWORD :'password';
CREATE DATABASE chronova OWNER chronova;
ALTER ROLE postgres PASSWORD NULL;
SQL
