-- The consent of parents, on paper. Rows are only added; the highest number is what holds.
CREATE TABLE parental_consents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    given_by TEXT NOT NULL,
    photos BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL,
    noted_by BIGINT REFERENCES people (id),
    UNIQUE (person_id, number)
);
CREATE INDEX parental_consents_noted_by ON parental_consents (noted_by);
