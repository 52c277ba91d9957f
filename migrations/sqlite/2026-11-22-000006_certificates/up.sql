CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    public_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);

-- The register. `document` is what was printed and never changes; `digest` is SHA-256 of the PDF as it was issued.
CREATE TABLE certificates (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    person_id BIGINT REFERENCES people (id),
    course_id BIGINT NOT NULL REFERENCES courses (id),
    kind TEXT NOT NULL,
    edition INTEGER NOT NULL,
    status_index BIGINT NOT NULL UNIQUE,
    key_id TEXT NOT NULL REFERENCES signing_keys (id),
    template INTEGER NOT NULL,
    document TEXT NOT NULL,
    digest TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_folded TEXT NOT NULL,
    course_title TEXT NOT NULL,
    language TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    issued_on DATE NOT NULL,
    expires_on DATE,
    revoked_at TIMESTAMP,
    is_current BOOLEAN NOT NULL
);
-- One current certificate per person, course and kind, however often the trigger fires.
CREATE UNIQUE INDEX certificates_current ON certificates (person_id, course_id, kind) WHERE is_current;
CREATE INDEX certificates_person_id ON certificates (person_id);
CREATE INDEX certificates_course_id ON certificates (course_id);
CREATE INDEX certificates_key_id ON certificates (key_id);
CREATE INDEX certificates_digest ON certificates (digest);
CREATE INDEX certificates_holder_folded ON certificates (holder_folded);

-- Every event in a certificate's life; rows are only added.
CREATE TABLE certificate_events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    certificate_id BIGINT NOT NULL REFERENCES certificates (id),
    at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_id BIGINT REFERENCES people (id),
    reason TEXT NOT NULL
);
CREATE INDEX certificate_events_certificate_id ON certificate_events (certificate_id);
CREATE INDEX certificate_events_actor_id ON certificate_events (actor_id);
