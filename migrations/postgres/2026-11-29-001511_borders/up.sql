-- Borders change: a district or settlement that ends names the one whose it is from then on.
ALTER TABLE districts ADD COLUMN successor_id BIGINT REFERENCES districts (id);
-- Added by the centre, not by the list that comes with the program.
ALTER TABLE districts ADD COLUMN added_at TIMESTAMP;
CREATE INDEX districts_successor_id ON districts (successor_id);

-- The same name may come back to a district that it has left.
ALTER TABLE settlements DROP CONSTRAINT settlements_district_id_name_kk_key;
ALTER TABLE settlements ADD COLUMN successor_id BIGINT REFERENCES settlements (id);
ALTER TABLE settlements ADD COLUMN added_at TIMESTAMP;
-- Other spellings under which it is recognised, one on a line.
ALTER TABLE settlements ADD COLUMN also TEXT NOT NULL DEFAULT '';
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
