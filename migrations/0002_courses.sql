-- What is taught, and who takes part.

create table courses (
    tenant_id uuid not null references tenants,
    id uuid not null,
    title text not null,
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, id)
);
call wall('courses');

create table lessons (
    tenant_id uuid not null,
    id uuid not null,
    course_id uuid not null,
    place int not null,
    title text not null,
    primary key (tenant_id, id),
    unique (tenant_id, course_id, place),
    foreign key (tenant_id, course_id) references courses
);
call wall('lessons');

create table enrollments (
    tenant_id uuid not null,
    course_id uuid not null,
    user_id uuid not null,
    role text not null check (role in ('admin', 'teacher', 'assistant', 'student')),
    primary key (tenant_id, course_id, user_id),
    foreign key (tenant_id, course_id) references courses,
    foreign key (tenant_id, user_id) references users
);
create index on enrollments (tenant_id, user_id);
call wall('enrollments');
