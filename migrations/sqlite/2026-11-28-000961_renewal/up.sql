-- Since when somebody who completed the course takes its final test again to renew the certificate: earlier tries at it
-- count no longer. Null while nobody does.
ALTER TABLE enrolments ADD COLUMN renewing_since TIMESTAMP;
-- The number of the certificate that took this one's place when it was renewed; each takes one place.
ALTER TABLE certificates ADD COLUMN renewed_by TEXT REFERENCES certificates (number);
CREATE UNIQUE INDEX certificates_renewed_by ON certificates (renewed_by);
-- Who is to be reminded: a few days' worth of the register.
CREATE INDEX certificates_expires_on ON certificates (expires_on) WHERE is_current;
