-- The second factor of a person: codes of an app. Secrets are sealed with a key that is not in the database.
CREATE TABLE second_factors (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- NULL until a first one was confirmed by a code.
    secret TEXT,
    confirmed_at TIMESTAMP,
    -- The thirty seconds of the last code that was taken: none of them or of earlier ones is taken again.
    last_step BIGINT NOT NULL DEFAULT 0,
    -- Shown as a QR code, and not confirmed yet.
    waiting_secret TEXT,
    waiting_at TIMESTAMP
);

-- What helps who has no phone at hand: digests of codes, each of which works once.
CREATE TABLE recovery_codes (
    person_id BIGINT NOT NULL REFERENCES people (id),
    digest TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (person_id, digest)
);
