ALTER TABLE certificates DROP COLUMN suspended_at;
