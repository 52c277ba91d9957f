-- A group: a run of a course with dates and a trainer, joined by a code. `run` is the number of the form that made it: sent
-- twice, it is there once. A code opens nothing but a place in the group, so it is kept as it is read out.
CREATE TABLE course_groups (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The name as it is searched.
    name_folded TEXT NOT NULL,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    -- The first and the last day, both of the group.
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    -- NULL: the trainer's account was erased, and nobody was named since.
    trainer_id BIGINT REFERENCES people (id),
    organisation_id BIGINT REFERENCES organisations (id),
    -- How many may belong to it; NULL: as many as come.
    places INTEGER,
    code TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    -- Since when nobody joins, though it may go on.
    closed_at TIMESTAMP,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX course_groups_course_id ON course_groups (course_id);
CREATE INDEX course_groups_trainer_id ON course_groups (trainer_id, ends_on);
CREATE INDEX course_groups_organisation_id ON course_groups (organisation_id);
CREATE INDEX course_groups_ends_on ON course_groups (ends_on);

-- Who belongs to a group; who comes again gets a new row.
CREATE TABLE group_members (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    group_id BIGINT NOT NULL REFERENCES course_groups (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    joined_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    -- How it ended: left, removed.
    ending TEXT
);
CREATE UNIQUE INDEX group_members_open ON group_members (group_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX group_members_group_id ON group_members (group_id);
CREATE INDEX group_members_person_id ON group_members (person_id);
CREATE INDEX group_members_ended_at ON group_members (ended_at);
