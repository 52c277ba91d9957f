ALTER TABLE draft_uploads DROP COLUMN digest;
