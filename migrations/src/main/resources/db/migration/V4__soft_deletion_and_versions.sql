-- Users are no longer erased: a row with deleted_at is hidden, and its version tells a stale write from a fresh one.

alter table users
    add column version    integer not null default 0,
    add column deleted_at timestamptz;

comment on column users.deleted_at is 'Set: the user is gone for everyone who does not ask for deleted users.';

-- Nearly every read asks for the living ones.
create index users_alive_idx on users (last_name, first_name) where deleted_at is null;

create view active_users as
select id, first_name, last_name, email
from users
where active and deleted_at is null;

comment on view active_users is 'Who may sign in today.';
