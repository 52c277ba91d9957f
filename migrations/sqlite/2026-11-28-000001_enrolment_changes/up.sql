-- Counts every change of what is done in an enrolment, so that what was read of it may be kept in memory for as
-- long as this number is the same. The database counts by itself: no writer can forget it.
ALTER TABLE enrolments ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
CREATE TRIGGER lesson_progress_insert_is_a_change AFTER INSERT ON lesson_progress BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = NEW.enrolment_id;
END;
CREATE TRIGGER lesson_progress_delete_is_a_change AFTER DELETE ON lesson_progress BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = OLD.enrolment_id;
END;
CREATE TRIGGER lesson_progress_update_is_a_change AFTER UPDATE ON lesson_progress BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id IN (OLD.enrolment_id, NEW.enrolment_id);
END;
CREATE TRIGGER check_answers_insert_is_a_change AFTER INSERT ON check_answers BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = NEW.enrolment_id;
END;
CREATE TRIGGER check_answers_delete_is_a_change AFTER DELETE ON check_answers BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = OLD.enrolment_id;
END;
CREATE TRIGGER check_answers_update_is_a_change AFTER UPDATE ON check_answers BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id IN (OLD.enrolment_id, NEW.enrolment_id);
END;
CREATE TRIGGER attempts_insert_is_a_change AFTER INSERT ON attempts BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = NEW.enrolment_id;
END;
CREATE TRIGGER attempts_delete_is_a_change AFTER DELETE ON attempts BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id = OLD.enrolment_id;
END;
CREATE TRIGGER attempts_update_is_a_change AFTER UPDATE ON attempts BEGIN
    UPDATE enrolments SET changes = changes + 1 WHERE id IN (OLD.enrolment_id, NEW.enrolment_id);
END;
