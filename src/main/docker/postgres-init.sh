#!/bin/sh
# Runs once, when the database of compose.yaml is made. Not a superuser: one could take the connections kept for superusers.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$DB_PASSWORD" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
create role poolwarden login password :'password';
create database poolwarden owner poolwarden;
SQL
