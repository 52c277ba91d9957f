-- In which months somebody did something in a course, so that reports need not read every lesson and every try. A month is
-- its year times twelve, and the months of that year before it, by the clock of UTC+5, which all of Kazakhstan keeps.
-- The database notes it by itself: no writer can forget it.
CREATE TABLE learning_months (
    enrolment_id BIGINT NOT NULL REFERENCES enrolments (id),
    month INTEGER NOT NULL,
    PRIMARY KEY (enrolment_id, month)
);
INSERT INTO learning_months (enrolment_id, month)
SELECT DISTINCT enrolment_id,
    (EXTRACT(YEAR FROM at + INTERVAL '5 hours') * 12 + EXTRACT(MONTH FROM at + INTERVAL '5 hours') - 1)::integer
FROM (
    SELECT enrolment_id, opened_at AS at FROM lesson_progress
    UNION ALL SELECT enrolment_id, answered_at FROM check_answers
    UNION ALL SELECT enrolment_id, started_at FROM attempts
) AS done;
CREATE OR REPLACE FUNCTION note_learning_month() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    done TIMESTAMP;
BEGIN
    IF TG_TABLE_NAME = 'lesson_progress' THEN
        done := NEW.opened_at + INTERVAL '5 hours';
    ELSIF TG_TABLE_NAME = 'check_answers' THEN
        done := NEW.answered_at + INTERVAL '5 hours';
    ELSE
        done := NEW.started_at + INTERVAL '5 hours';
    END IF;
    INSERT INTO learning_months (enrolment_id, month)
    VALUES (NEW.enrolment_id, (EXTRACT(YEAR FROM done) * 12 + EXTRACT(MONTH FROM done) - 1)::integer)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER lesson_progress_notes_month AFTER INSERT ON lesson_progress
    FOR EACH ROW EXECUTE FUNCTION note_learning_month();
CREATE TRIGGER check_answers_notes_month AFTER INSERT ON check_answers
    FOR EACH ROW EXECUTE FUNCTION note_learning_month();
CREATE TRIGGER attempts_notes_month AFTER INSERT ON attempts
    FOR EACH ROW EXECUTE FUNCTION note_learning_month();
