DROP INDEX certificates_session_id;
ALTER TABLE certificates DROP COLUMN session_id;
DROP TABLE practical_sessions;
