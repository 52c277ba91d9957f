-- A person is one account. The e-mail may be empty; contact e-mails may repeat; a sign-in name is separate.
CREATE TABLE people (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT,
    email_folded TEXT UNIQUE,
    email_confirmed_at TIMESTAMP,
    contact_email TEXT,
    sign_in_name TEXT UNIQUE,
    language TEXT NOT NULL,
    district_id BIGINT REFERENCES districts (id),
    settlement TEXT,
    birth_year INTEGER,
    password_hash TEXT,
    consent_version TEXT,
    consent_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);
CREATE INDEX people_district_id ON people (district_id);
CREATE INDEX people_name_folded ON people (name_folded);

CREATE TABLE grants (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    granted_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE UNIQUE INDEX grants_current ON grants (person_id, role) WHERE withdrawn_at IS NULL;
CREATE INDEX grants_person_id ON grants (person_id);

CREATE TABLE sign_ins (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    token_digest TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sign_ins_person_id ON sign_ins (person_id);

-- Single-use links sent by mail or printed at the first start.
CREATE TABLE links (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL,
    token_digest TEXT NOT NULL UNIQUE,
    person_id BIGINT REFERENCES people (id),
    email TEXT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX links_person_id ON links (person_id);

-- Failed tries per account or address, within a window.
CREATE TABLE throttles (
    key TEXT NOT NULL PRIMARY KEY,
    tries INTEGER NOT NULL,
    since TIMESTAMP NOT NULL
);

CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    actor_id BIGINT REFERENCES people (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BIGINT,
    details TEXT NOT NULL
);
CREATE INDEX audit_actor_id ON audit (actor_id);
CREATE INDEX audit_subject ON audit (subject, subject_id);
