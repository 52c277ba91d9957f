DROP INDEX people_contact_noted_by;
ALTER TABLE people DROP COLUMN contact_noted_by;
ALTER TABLE people DROP COLUMN contact_agreed_at;
ALTER TABLE people DROP COLUMN contact_agreed_by;
