DROP INDEX audit_action;
DROP INDEX audit_at;
DROP TABLE person_words;
