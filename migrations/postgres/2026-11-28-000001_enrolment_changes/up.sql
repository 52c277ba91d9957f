-- Counts every change of what is done in an enrolment, so that what was read of it may be kept in memory for as
-- long as this number is the same. The database counts by itself: no writer can forget it.
ALTER TABLE enrolments ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
CREATE OR REPLACE FUNCTION count_enrolment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE enrolments SET changes = changes + 1 WHERE id = OLD.enrolment_id;
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.enrolment_id <> OLD.enrolment_id THEN
        UPDATE enrolments SET changes = changes + 1 WHERE id = NEW.enrolment_id;
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER lesson_progress_is_a_change AFTER INSERT OR UPDATE OR DELETE ON lesson_progress
    FOR EACH ROW EXECUTE FUNCTION count_enrolment_change();
CREATE TRIGGER check_answers_is_a_change AFTER INSERT OR UPDATE OR DELETE ON check_answers
    FOR EACH ROW EXECUTE FUNCTION count_enrolment_change();
CREATE TRIGGER attempts_is_a_change AFTER INSERT OR UPDATE OR DELETE ON attempts
    FOR EACH ROW EXECUTE FUNCTION count_enrolment_change();
