-- Files that were brought to a draft and wait until somebody has looked at what they would change.
CREATE TABLE draft_uploads (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    -- Who brought it, and sees it; none: the folder of the server, which all trainers see.
    uploaded_by BIGINT REFERENCES people (id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    -- None once it is dealt with.
    content BLOB,
    uploaded_at TIMESTAMP NOT NULL,
    -- The change that took it in.
    taken_number BIGINT
);
CREATE INDEX draft_uploads_draft_id ON draft_uploads (draft_id);
CREATE INDEX draft_uploads_uploaded_by ON draft_uploads (uploaded_by);
