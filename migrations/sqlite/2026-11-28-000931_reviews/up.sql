-- Who may sign lessons of a course, and for what: medical, legal, language-kk and so on.
CREATE TABLE review_grants (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    course_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    granted_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE UNIQUE INDEX review_grants_held ON review_grants (person_id, course_key, kind) WHERE withdrawn_at IS NULL;
CREATE INDEX review_grants_person_id ON review_grants (person_id);
CREATE INDEX review_grants_course_key ON review_grants (course_key);

-- How a reviewer agreed to be named to learners. Empty: by no name.
CREATE TABLE reviewers (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    shown_name TEXT NOT NULL,
    agreed_at TIMESTAMP NOT NULL
);

-- A lesson was looked at as it is with this digest. Rows are added, and withdrawn by whoever signed.
CREATE TABLE review_signatures (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    course_key TEXT NOT NULL,
    lesson TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE UNIQUE INDEX review_signatures_standing ON review_signatures (course_key, lesson, kind, digest, person_id)
WHERE withdrawn_at IS NULL;
CREATE INDEX review_signatures_person_id ON review_signatures (person_id);
