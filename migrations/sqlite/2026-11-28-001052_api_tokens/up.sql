-- Tokens of programs, each made by a person for one thing, kept as digests.
CREATE TABLE api_tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    -- What it is for, in the person's words.
    name TEXT NOT NULL,
    -- What it opens: verify, transcript, register, people.
    scope TEXT NOT NULL,
    -- Whose people, for that scope.
    organisation_id BIGINT REFERENCES organisations (id),
    digest TEXT NOT NULL UNIQUE,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    -- To the hour.
    last_used_at TIMESTAMP
);
CREATE INDEX api_tokens_person_id ON api_tokens (person_id);
CREATE INDEX api_tokens_organisation_id ON api_tokens (organisation_id);
