-- The tries of an edition were marked again by a corrected version: once for each version.
CREATE TABLE regrades (
    version_id BIGINT NOT NULL PRIMARY KEY REFERENCES course_versions (id),
    requested_by BIGINT REFERENCES people (id),
    requested_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX regrades_requested_by ON regrades (requested_by);
-- What that did to a try: how it stood before, and what the corrected key makes of it. A try that would be worse by the
-- corrected key stays as it was.
CREATE TABLE attempt_regrades (
    attempt_id BIGINT NOT NULL REFERENCES attempts (id),
    version_id BIGINT NOT NULL REFERENCES regrades (version_id),
    regraded_at TIMESTAMP NOT NULL,
    points_before INTEGER NOT NULL,
    passed_before BOOLEAN NOT NULL,
    points INTEGER NOT NULL,
    passed BOOLEAN NOT NULL,
    PRIMARY KEY (attempt_id, version_id)
);
CREATE INDEX attempt_regrades_version ON attempt_regrades (version_id);
