-- Scenes outside of any class: prepared for a lesson, whose classes begin with them, or kept by somebody for other courses.
create table kept_scenes (
    tenant_id uuid not null,
    id uuid not null,
    -- Either the lesson or whose they are.
    lesson_id uuid,
    owner_id uuid,
    place int not null,
    layout jsonb not null,
    -- Who wrote its words last: `sealed`, its name, title and text, is encrypted with their data key.
    holder uuid not null,
    author uuid,
    sealed bytea,
    primary key (tenant_id, id),
    foreign key (tenant_id, lesson_id) references lessons,
    check (num_nonnulls(lesson_id, owner_id) = 1)
);
create index on kept_scenes (tenant_id, lesson_id, place) where lesson_id is not null;
create index on kept_scenes (tenant_id, owner_id, place) where owner_id is not null;
call wall('kept_scenes');
