ALTER TABLE requests DROP COLUMN seen_at;
