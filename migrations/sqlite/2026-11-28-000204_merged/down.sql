DROP INDEX people_merged_into;
ALTER TABLE people DROP COLUMN merged_at;
ALTER TABLE people DROP COLUMN merged_into;
