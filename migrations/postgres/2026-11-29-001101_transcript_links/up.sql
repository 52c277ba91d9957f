-- The address under which somebody shows their transcript to others; no row: they show it to nobody.
CREATE TABLE transcript_links (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- SHA-256 of the secret in the address.
    digest TEXT NOT NULL,
    -- The secret itself, for the code on the next document, sealed with a key that is not in the database.
    sealed TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX transcript_links_digest ON transcript_links (digest);
