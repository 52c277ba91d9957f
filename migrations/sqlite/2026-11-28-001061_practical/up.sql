-- A session in person, whose trainer confirmed the skills of those who got a certificate of it. `run` is the number of the
-- form that was confirmed: sent twice, it is there once. No trainer whose own certificate had run out confirms anything.
CREATE TABLE practical_sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL UNIQUE,
    course_id BIGINT NOT NULL REFERENCES courses (id),
    trainer TEXT NOT NULL,
    trainer_certificate TEXT NOT NULL,
    trainer_expires_on DATE NOT NULL,
    place TEXT NOT NULL,
    held_on DATE NOT NULL,
    evidence TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by BIGINT REFERENCES people (id),
    CHECK (trainer_expires_on >= held_on)
);
CREATE INDEX practical_sessions_course_id ON practical_sessions (course_id);
CREATE INDEX practical_sessions_created_by ON practical_sessions (created_by);
-- The session that a practical certificate confirms.
ALTER TABLE certificates ADD COLUMN session_id BIGINT REFERENCES practical_sessions (id);
CREATE INDEX certificates_session_id ON certificates (session_id);
