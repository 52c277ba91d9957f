-- What a person sees of a sign-in: the name of browser and system, nothing finer, no network address.
ALTER TABLE sign_ins ADD COLUMN device TEXT;
-- When an account is to be erased, and when it was: the row stays without the person, so that ids in the audit log lead
-- somewhere.
ALTER TABLE people ADD COLUMN erase_at TIMESTAMP;
ALTER TABLE people ADD COLUMN erased_at TIMESTAMP;
CREATE INDEX people_erase_at ON people (erase_at);
-- When the name was erased at the holder's wish: number, course and dates stay.
ALTER TABLE certificates ADD COLUMN erased_at TIMESTAMP;
