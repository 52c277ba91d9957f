CREATE TABLE courses (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);
-- An immutable published state. The newest revision of an edition is what its learners see.
CREATE TABLE course_versions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    edition INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by BIGINT REFERENCES people (id),
    UNIQUE (course_id, edition, revision)
);
CREATE INDEX course_versions_published_by ON course_versions (published_by);
-- Pictures by the SHA-256 of their bytes.
CREATE TABLE media (
    digest TEXT NOT NULL PRIMARY KEY,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL
);
