-- Of the course in the folder of the server: the same is not brought twice.
ALTER TABLE draft_uploads ADD COLUMN digest TEXT;
