-- What was read of a folder of course files at a start, so that the next start need not read the same again.
CREATE TABLE course_sources (
    folder TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    read_at TIMESTAMP NOT NULL
);
