DROP INDEX certificates_expires_on;
DROP INDEX certificates_renewed_by;
ALTER TABLE certificates DROP COLUMN renewed_by;
ALTER TABLE enrolments DROP COLUMN renewing_since;
