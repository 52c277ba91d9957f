ALTER TABLE people_list_lines DROP COLUMN is_by_contact;
DROP INDEX people_contact;
