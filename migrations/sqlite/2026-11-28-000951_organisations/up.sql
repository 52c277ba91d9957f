-- Organisations of volunteers. One that is closed stays, so that old reports stay true.
CREATE TABLE organisations (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT,
    -- The Kazakh name as it is compared.
    name_folded TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);
CREATE UNIQUE INDEX organisations_open ON organisations (name_folded) WHERE closed_at IS NULL;

-- Codes by which people join. A code opens nothing to who joins, so it is kept as it is read out.
CREATE TABLE invitations (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL UNIQUE,
    made_by BIGINT REFERENCES people (id),
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX invitations_open ON invitations (organisation_id) WHERE ended_at IS NULL;
CREATE INDEX invitations_organisation_id ON invitations (organisation_id);
CREATE INDEX invitations_made_by ON invitations (made_by);

-- Who belongs where: asked, then accepted, then ended; who comes again gets a new row.
CREATE TABLE memberships (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    -- Came by this code; NULL: asked.
    invitation_id BIGINT REFERENCES invitations (id),
    asked_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    decided_by BIGINT REFERENCES people (id),
    ended_at TIMESTAMP,
    -- How it ended: withdrawn, declined, left, removed.
    ending TEXT
);
CREATE UNIQUE INDEX memberships_open ON memberships (organisation_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX memberships_organisation_id ON memberships (organisation_id, accepted_at);
CREATE INDEX memberships_person_id ON memberships (person_id);
CREATE INDEX memberships_invitation_id ON memberships (invitation_id);
CREATE INDEX memberships_decided_by ON memberships (decided_by);

-- The role of a coordinator is held for one organisation.
ALTER TABLE grants ADD COLUMN organisation_id BIGINT REFERENCES organisations (id);
DROP INDEX grants_current;
CREATE UNIQUE INDEX grants_current ON grants (person_id, role) WHERE withdrawn_at IS NULL AND organisation_id IS NULL;
CREATE UNIQUE INDEX grants_of_organisation ON grants (organisation_id, person_id) WHERE withdrawn_at IS NULL;
CREATE INDEX grants_organisation_id ON grants (organisation_id);
