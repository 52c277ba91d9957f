-- The number of the certificate that was issued in this one's place with a corrected name; each takes one place.
ALTER TABLE certificates ADD COLUMN replaced_by TEXT REFERENCES certificates (number);
CREATE UNIQUE INDEX certificates_replaced_by ON certificates (replaced_by);
