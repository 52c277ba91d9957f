-- Whom the address of a contact reaches is looked for with every list of people.
CREATE INDEX people_contact ON people (lower(contact_email));

-- Somebody on a list seems to have an account by that address, and not by name and year.
ALTER TABLE people_list_lines ADD COLUMN is_by_contact BOOLEAN NOT NULL DEFAULT FALSE;
