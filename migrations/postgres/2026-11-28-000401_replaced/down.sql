DROP INDEX certificates_replaced_by;
ALTER TABLE certificates DROP COLUMN replaced_by;
