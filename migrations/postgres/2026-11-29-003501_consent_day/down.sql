ALTER TABLE parental_consents DROP COLUMN signed_on;
