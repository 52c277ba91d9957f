ALTER TABLE draft_uploads DROP COLUMN stopped;
ALTER TABLE draft_uploads DROP COLUMN total;
ALTER TABLE draft_uploads DROP COLUMN done;
ALTER TABLE draft_uploads DROP COLUMN wanted;
