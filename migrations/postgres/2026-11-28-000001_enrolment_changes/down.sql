DROP TRIGGER lesson_progress_is_a_change ON lesson_progress;
DROP TRIGGER check_answers_is_a_change ON check_answers;
DROP TRIGGER attempts_is_a_change ON attempts;
DROP FUNCTION count_enrolment_change();
ALTER TABLE enrolments DROP COLUMN changes;
