DROP INDEX check_answers_results;
DROP INDEX answers_results;
ALTER TABLE answers DROP COLUMN version_id;
