-- Courses that are being edited: a folder of files, kept in the database.
CREATE TABLE drafts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    course_key TEXT NOT NULL,
    -- The version from which it was made or as which it was published last.
    base_version_id BIGINT REFERENCES course_versions (id),
    -- The number of the last change.
    number BIGINT NOT NULL,
    -- The last change that is in the base version.
    published_number BIGINT,
    created_by BIGINT REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    -- Put away.
    closed_at TIMESTAMP
);
-- All who edit a course edit the same draft.
CREATE UNIQUE INDEX drafts_open ON drafts (course_key) WHERE closed_at IS NULL;
CREATE INDEX drafts_base_version_id ON drafts (base_version_id);
CREATE INDEX drafts_created_by ON drafts (created_by);

-- Who changed what, and when: rows are only added.
CREATE TABLE draft_changes (
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    number BIGINT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    author_id BIGINT REFERENCES people (id),
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (draft_id, number)
);
CREATE INDEX draft_changes_author_id ON draft_changes (author_id);

-- What each change left in each file that it touched: rows are only added. No content: the file is gone.
CREATE TABLE draft_revisions (
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    path TEXT NOT NULL,
    number BIGINT NOT NULL,
    content BLOB,
    -- For a translation: the revision of the source with which it was compared.
    compared_with BIGINT,
    PRIMARY KEY (draft_id, path, number)
);
CREATE INDEX draft_revisions_number ON draft_revisions (draft_id, number);

-- The revision of each file that holds now.
CREATE TABLE draft_files (
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    path TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (draft_id, path)
);

-- Who has which file open.
CREATE TABLE draft_presence (
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    path TEXT NOT NULL,
    editor_id BIGINT NOT NULL REFERENCES people (id),
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (draft_id, path, editor_id)
);
CREATE INDEX draft_presence_editor_id ON draft_presence (editor_id);
