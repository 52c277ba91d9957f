-- What the centre decides about itself, one row a setting; without a row it is as the program brings it.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT REFERENCES people (id)
);
CREATE INDEX settings_changed_by ON settings (changed_by);

-- Logos by the SHA-256 of their bytes. None is ever removed: certificates that were issued with it are drawn with it.
CREATE TABLE logos (
    digest TEXT NOT NULL PRIMARY KEY,
    png BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL
);
