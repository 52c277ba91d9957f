-- A file of questions that is taken in beside the pages: what was asked for (JSON), how far that is, and why it stopped.
ALTER TABLE draft_uploads ADD COLUMN wanted TEXT;
ALTER TABLE draft_uploads ADD COLUMN done BIGINT;
ALTER TABLE draft_uploads ADD COLUMN total BIGINT;
ALTER TABLE draft_uploads ADD COLUMN stopped TEXT;
