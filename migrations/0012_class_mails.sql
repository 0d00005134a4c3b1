-- Which mail about a class went to whom, so that a job that runs twice sends it once. `what` names the entry's revision that was
-- told, or the start of which somebody was reminded.
create table class_mails (
    tenant_id uuid not null,
    session_id uuid not null,
    user_id uuid not null,
    what text not null,
    sent_at timestamptz(3) not null default now(),
    primary key (tenant_id, session_id, user_id, what),
    foreign key (tenant_id, user_id) references users
);
call wall('class_mails');
