-- Files that a job makes for whoever asked for them; they lie in the data folder and go a day later.
CREATE TABLE exports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- register, log, hours
    kind TEXT NOT NULL,
    -- csv, xlsx
    format TEXT NOT NULL,
    language TEXT NOT NULL,
    -- What was asked for, as JSON.
    filters TEXT NOT NULL,
    requested_by BIGINT NOT NULL REFERENCES people (id),
    requested_at TIMESTAMP NOT NULL,
    done_rows BIGINT NOT NULL,
    total_rows BIGINT NOT NULL,
    -- under-way, ready, disk-full, failed
    state TEXT NOT NULL,
    -- The name of the file in its folder: random, and never used again.
    file TEXT NOT NULL,
    size BIGINT,
    ended_at TIMESTAMP
);
CREATE INDEX exports_requested_by ON exports (requested_by);
CREATE INDEX exports_requested_at ON exports (requested_at);
-- Asked for twice, it is made once.
CREATE UNIQUE INDEX exports_under_way ON exports (requested_by, kind, format, language, filters) WHERE state = 'under-way';
