ALTER TABLE people DROP COLUMN contact_agreed_on;
