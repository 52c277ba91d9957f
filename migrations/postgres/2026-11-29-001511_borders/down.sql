DROP TABLE former_places;
DROP INDEX settlements_successor_id;
DROP INDEX settlements_district_id;
DROP INDEX settlements_open;
ALTER TABLE settlements DROP COLUMN also;
ALTER TABLE settlements DROP COLUMN added_at;
ALTER TABLE settlements DROP COLUMN successor_id;
-- Of a name that came back to a district the newest row stays.
DELETE FROM settlements WHERE id NOT IN (SELECT max(id) FROM settlements GROUP BY district_id, name_kk);
ALTER TABLE settlements ADD CONSTRAINT settlements_district_id_name_kk_key UNIQUE (district_id, name_kk);
DROP INDEX districts_successor_id;
ALTER TABLE districts DROP COLUMN added_at;
ALTER TABLE districts DROP COLUMN successor_id;
