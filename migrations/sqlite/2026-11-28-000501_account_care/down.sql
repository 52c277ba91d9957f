ALTER TABLE certificates DROP COLUMN erased_at;
DROP INDEX people_erase_at;
ALTER TABLE people DROP COLUMN erased_at;
ALTER TABLE people DROP COLUMN erase_at;
ALTER TABLE sign_ins DROP COLUMN device;
