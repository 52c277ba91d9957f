DROP TABLE draft_presence;
DROP TABLE draft_files;
DROP TABLE draft_revisions;
DROP TABLE draft_changes;
DROP TABLE drafts;
