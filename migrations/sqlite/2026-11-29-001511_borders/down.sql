DROP TABLE former_places;
ALTER TABLE settlements RENAME TO settlements_after;
CREATE TABLE settlements (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    district_id BIGINT NOT NULL REFERENCES districts (id),
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    UNIQUE (district_id, name_kk)
);
-- Of a name that came back to a district the newest row stays.
INSERT INTO settlements (id, district_id, name_kk, name_ru, name_en, valid_from, valid_to)
SELECT id, district_id, name_kk, name_ru, name_en, valid_from, valid_to FROM settlements_after
WHERE id IN (SELECT max(id) FROM settlements_after GROUP BY district_id, name_kk);
DROP TABLE settlements_after;
DROP INDEX districts_successor_id;
ALTER TABLE districts DROP COLUMN added_at;
ALTER TABLE districts DROP COLUMN successor_id;
