-- Polls that are written for a lesson before its class. A class that asks one writes it into its log under the same name.
create table lesson_polls (
    tenant_id uuid not null,
    id uuid not null,
    lesson_id uuid not null,
    place int not null,
    -- Who wrote it last: `sealed`, the definition, is encrypted with their data key.
    holder uuid not null,
    sealed bytea,
    primary key (tenant_id, id),
    foreign key (tenant_id, lesson_id) references lessons
);
create index on lesson_polls (tenant_id, lesson_id, place);
call wall('lesson_polls');
