-- Borders change: a district or settlement that ends names the one whose it is from then on.
ALTER TABLE districts ADD COLUMN successor_id BIGINT REFERENCES districts (id);
-- Added by the centre, not by the list that comes with the program.
ALTER TABLE districts ADD COLUMN added_at TIMESTAMP;
CREATE INDEX districts_successor_id ON districts (successor_id);

-- The same name may come back to a district that it has left.
ALTER TABLE settlements RENAME TO settlements_before;
CREATE TABLE settlements (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    district_id BIGINT NOT NULL REFERENCES districts (id),
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor_id BIGINT REFERENCES settlements (id),
    added_at TIMESTAMP,
    -- Other spellings under which it is recognised, one on a line.
    also TEXT NOT NULL DEFAULT ''
);
INSERT INTO settlements (id, district_id, name_kk, name_ru, name_en, valid_from, valid_to)
SELECT id, district_id, name_kk, name_ru, name_en, valid_from, valid_to FROM settlements_before;
DROP TABLE settlements_before;
CREATE UNIQUE INDEX settlements_open ON settlements (district_id, name_kk) WHERE valid_to IS NULL;
CREATE INDEX settlements_district_id ON settlements (district_id);
CREATE INDEX settlements_successor_id ON settlements (successor_id);

-- Where somebody lived until a day, which is the first on which it no longer held. A row only where a place changed.
CREATE TABLE former_places (
    person_id BIGINT NOT NULL REFERENCES people (id),
    until DATE NOT NULL,
    district_id BIGINT REFERENCES districts (id),
    settlement TEXT,
    PRIMARY KEY (person_id, until)
);
CREATE INDEX former_places_district_id ON former_places (district_id);
