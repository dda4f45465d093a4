-- The example workload's own schema. Runs once, in the transaction that found none of its tables (see DemoTables).
-- An administrator may have made the schema beforehand, for a role that may create tables but no schema.
do $$ begin
    if to_regnamespace('poolwarden_demo') is null then
        create schema poolwarden_demo;
    end if;
end $$;

set local search_path to poolwarden_demo;

create table employees (
    id bigint generated always as identity primary key,
    name text not null unique,
    department text not null,
    status text not null default 'available',
    hired_at timestamptz not null default now()
);

create table conversations (
    id bigint generated always as identity primary key,
    employee_id bigint references employees,    -- null: begun over HTTP
    title text not null,
    created_at timestamptz not null default now()
);
create index on conversations (employee_id);

create table messages (
    id bigint generated always as identity primary key,
    conversation_id bigint not null references conversations on delete cascade,
    author text not null check (author in ('user', 'assistant')),
    answers bigint unique references messages on delete cascade,    -- unique: no question is answered twice
    text text not null,
    created_at timestamptz not null default now(),
    check ((author = 'assistant') = (answers is not null))
);
create index on messages (conversation_id);

create table activities (
    id bigint generated always as identity primary key,
    employee_id bigint not null references employees,
    kind text not null,
    detail text not null,
    created_at timestamptz not null default now()
);
create index on activities (employee_id);
create index on activities (created_at);

create table notifications (
    id bigint generated always as identity primary key,
    employee_id bigint not null references employees,
    text text not null,
    read boolean not null default false,
    created_at timestamptz not null default now()
);
create index on notifications (employee_id);

create table meetings (
    id bigint generated always as identity primary key,
    organizer_id bigint not null references employees,
    topic text not null,
    starts_at timestamptz not null,
    held boolean not null default false
);
create index on meetings (starts_at) where not held;

create table trainings (
    id bigint generated always as identity primary key,
    employee_id bigint not null references employees,
    course text not null,
    progress integer not null default 0 check (progress between 0 and 100)    -- percent
);
create index on trainings (id) where progress < 100;

create table awards (
    id bigint generated always as identity primary key,
    employee_id bigint not null references employees,
    title text not null,
    awarded_at timestamptz not null default now()
);
create index on awards (employee_id);

create table reviews (
    id bigint generated always as identity primary key,
    employee_id bigint not null references employees,
    rating integer not null check (rating between 1 and 5),
    reviewed_at timestamptz not null default now()
);
create index on reviews (employee_id, reviewed_at);

create table shared_files (
    id bigint generated always as identity primary key,
    owner_id bigint not null references employees,
    path text not null,
    bytes bigint not null,
    changed_at timestamptz not null default now()
);
