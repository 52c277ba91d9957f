ALTER TABLE courses DROP COLUMN withdrawn_at;
