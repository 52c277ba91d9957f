-- The open page that saved by itself, where one did: an answer that it never got is known again by this.
ALTER TABLE draft_changes ADD COLUMN visit TEXT;
