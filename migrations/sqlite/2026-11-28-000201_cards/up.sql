-- Accounts without e-mail: who made them, and until when the password of a printed card works; NULL once the person
-- has chosen an own one.
ALTER TABLE people ADD COLUMN made_by BIGINT REFERENCES people (id);
ALTER TABLE people ADD COLUMN one_time_until TIMESTAMP;
CREATE INDEX people_made_by ON people (made_by);

-- Cards are made in one go from the secret of a form, so that a second click shows the same cards and makes nobody
-- twice. The passwords are kept as hashes, with the people.
CREATE TABLE card_batches (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    token_digest TEXT NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES people (id),
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX card_batches_made_by ON card_batches (made_by);

CREATE TABLE cards (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id BIGINT NOT NULL REFERENCES card_batches (id),
    place INTEGER NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    UNIQUE (batch_id, place)
);
CREATE INDEX cards_person_id ON cards (person_id);
