-- A trainer's own certificate may hold for ever: it has no last day then. The check of the table lets that pass.
-- The certificates that point here are looked at when all is done: by then each session is there again, with its number.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE moved_sessions AS SELECT * FROM practical_sessions;
DROP TABLE practical_sessions;
CREATE TABLE practical_sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL UNIQUE,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    trainer TEXT NOT NULL,
    trainer_certificate TEXT NOT NULL,
    trainer_expires_on DATE,
    place TEXT NOT NULL,
    held_on DATE NOT NULL,
    evidence TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by BIGINT REFERENCES people (id),
    CHECK (trainer_expires_on >= held_on)
);
INSERT INTO practical_sessions (id, run, course_id, trainer, trainer_certificate, trainer_expires_on, place, held_on,
    evidence, created_at, created_by)
SELECT id, run, course_id, trainer, trainer_certificate, trainer_expires_on, place, held_on,
    evidence, created_at, created_by FROM moved_sessions;
DROP TABLE moved_sessions;
CREATE INDEX practical_sessions_course_id ON practical_sessions (course_id);
CREATE INDEX practical_sessions_created_by ON practical_sessions (created_by);
