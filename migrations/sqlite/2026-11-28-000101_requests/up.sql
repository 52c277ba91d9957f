-- What learners ask a person: one message, answered once.
CREATE TABLE requests (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    course_id BIGINT NOT NULL REFERENCES courses (id),
    lesson TEXT,
    question TEXT,
    language TEXT NOT NULL,
    message TEXT NOT NULL,
    digest TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    answer TEXT,
    answered_by BIGINT REFERENCES people (id),
    answered_at TIMESTAMP,
    -- The same message twice is one message.
    UNIQUE (person_id, digest)
);
CREATE INDEX requests_course_id ON requests (course_id);
CREATE INDEX requests_answered_by ON requests (answered_by);
CREATE INDEX requests_answered_at ON requests (answered_at, id);
