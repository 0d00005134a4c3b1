-- Letters about classes, person by person: one mailbox that takes nothing keeps nobody else from theirs.

-- Classes of which something is to be told, until it is known whom.
create table class_news (
    tenant_id uuid not null references tenants,
    session_id uuid not null,
    primary key (tenant_id, session_id)
);
call wall('class_news');

-- What somebody is to be told yet. `what` is "news", of a class as it is when the letter is written, or names the start of which
-- they are reminded.
create table class_letters (
    tenant_id uuid not null,
    user_id uuid not null,
    session_id uuid not null,
    what text not null,
    -- Anew whenever there is more to tell, so that a letter under way settles only what it tells.
    asked_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, user_id, session_id, what),
    foreign key (tenant_id, user_id) references users
);
call wall('class_letters');

-- Which class of which series a class is in the calendars of those who are invited: it stays that when it is moved, and when its
-- series is changed from some class on. Null for classes that are an entry of their own.
alter table class_plans
    add column entry_series uuid,
    add column entry_at timestamptz(3),
    add constraint class_plans_entry_check check ((entry_series is null) = (entry_at is null));
