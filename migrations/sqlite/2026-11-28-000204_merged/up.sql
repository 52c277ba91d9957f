-- An account that was merged into another one is closed and points to it.
ALTER TABLE people ADD COLUMN merged_into BIGINT REFERENCES people (id);
ALTER TABLE people ADD COLUMN merged_at TIMESTAMP;
CREATE INDEX people_merged_into ON people (merged_into);
