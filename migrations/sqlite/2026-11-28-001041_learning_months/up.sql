-- In which months somebody did something in a course, so that reports need not read every lesson and every try. A month is
-- its year times twelve, and the months of that year before it, by the clock of UTC+5, which all of Kazakhstan keeps.
-- The database notes it by itself: no writer can forget it.
CREATE TABLE learning_months (
    enrolment_id BIGINT NOT NULL REFERENCES enrolments (id),
    month INTEGER NOT NULL,
    PRIMARY KEY (enrolment_id, month)
);
INSERT INTO learning_months (enrolment_id, month)
SELECT DISTINCT enrolment_id, CAST(strftime('%Y', at, '+5 hours') AS INTEGER) * 12 + CAST(strftime('%m', at, '+5 hours') AS INTEGER) - 1
FROM (
    SELECT enrolment_id, opened_at AS at FROM lesson_progress
    UNION ALL SELECT enrolment_id, answered_at FROM check_answers
    UNION ALL SELECT enrolment_id, started_at FROM attempts
) AS done;
CREATE TRIGGER lesson_progress_insert_notes_month AFTER INSERT ON lesson_progress BEGIN
    INSERT INTO learning_months (enrolment_id, month)
    SELECT NEW.enrolment_id, CAST(strftime('%Y', NEW.opened_at, '+5 hours') AS INTEGER) * 12 + CAST(strftime('%m', NEW.opened_at, '+5 hours') AS INTEGER) - 1
    WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER check_answers_insert_notes_month AFTER INSERT ON check_answers BEGIN
    INSERT INTO learning_months (enrolment_id, month)
    SELECT NEW.enrolment_id, CAST(strftime('%Y', NEW.answered_at, '+5 hours') AS INTEGER) * 12 + CAST(strftime('%m', NEW.answered_at, '+5 hours') AS INTEGER) - 1
    WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER attempts_insert_notes_month AFTER INSERT ON attempts BEGIN
    INSERT INTO learning_months (enrolment_id, month)
    SELECT NEW.enrolment_id, CAST(strftime('%Y', NEW.started_at, '+5 hours') AS INTEGER) * 12 + CAST(strftime('%m', NEW.started_at, '+5 hours') AS INTEGER) - 1
    WHERE true ON CONFLICT DO NOTHING;
END;
