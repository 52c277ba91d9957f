DROP TABLE cards;
DROP TABLE card_batches;
DROP INDEX people_made_by;
ALTER TABLE people DROP COLUMN one_time_until;
ALTER TABLE people DROP COLUMN made_by;
