DELETE FROM grants WHERE organisation_id IS NOT NULL;
DROP INDEX grants_organisation_id;
DROP INDEX grants_of_organisation;
DROP INDEX grants_current;
CREATE UNIQUE INDEX grants_current ON grants (person_id, role) WHERE withdrawn_at IS NULL;
ALTER TABLE grants DROP COLUMN organisation_id;
DROP TABLE memberships;
DROP TABLE invitations;
DROP TABLE organisations;
