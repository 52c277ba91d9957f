-- Who agreed, when, that certificates go to the contact e-mail, and who noted it.
ALTER TABLE people ADD COLUMN contact_agreed_by TEXT;
ALTER TABLE people ADD COLUMN contact_agreed_at TIMESTAMP;
ALTER TABLE people ADD COLUMN contact_noted_by BIGINT REFERENCES people (id);
CREATE INDEX people_contact_noted_by ON people (contact_noted_by);
