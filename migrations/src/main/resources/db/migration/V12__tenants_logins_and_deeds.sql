-- Rows of several tenants in one table, kept apart by the server: it shows and takes only those of the tenant that the
-- transaction was told. A superuser sees all; a service does not sign in as one.
create table ledgers (
    id     bigint generated always as identity primary key,
    tenant text not null default current_setting('app.tenant'),
    name   text not null,
    unique (tenant, name)
);

create table ledger_lines (
    id        bigint generated always as identity primary key,
    tenant    text   not null default current_setting('app.tenant'),
    ledger_id bigint not null references ledgers,
    body      text   not null
);

create index on ledger_lines (ledger_id);

alter table ledgers enable row level security;
alter table ledgers force row level security;
alter table ledger_lines enable row level security;
alter table ledger_lines force row level security;

create policy of_tenant on ledgers using (tenant = current_setting('app.tenant'));
create policy of_tenant on ledger_lines using (tenant = current_setting('app.tenant'));

-- A column that nobody may see in maps, messages or logs.
create table logins (
    id            bigint generated always as identity primary key,
    name          text    not null unique,
    password_hash text    not null,
    attempts      integer not null default 0
);

-- What was done, and the sum of it by worker, written together: after any failure they agree.
create table workers (
    id    integer primary key,
    total bigint not null default 0
);

create table deeds (
    id        uuid primary key,
    worker_id integer not null references workers,
    amount    bigint  not null,
    note      text
);

create index on deeds (worker_id);
