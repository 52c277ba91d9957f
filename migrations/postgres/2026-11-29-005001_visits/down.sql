ALTER TABLE draft_changes DROP COLUMN visit;
