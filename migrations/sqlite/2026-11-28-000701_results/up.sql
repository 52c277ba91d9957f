-- The version by which an answer was marked, noted with its mark: results per question are then counted from an index
-- alone, where a join with a million answers takes seconds. Answers of tries that are not over have none. It is a copy
-- of what the try says, so the reference stays there.
ALTER TABLE answers ADD COLUMN version_id BIGINT;
UPDATE answers SET version_id = (SELECT version_id FROM attempts WHERE attempts.id = answers.attempt_id)
    WHERE is_right IS NOT NULL;
CREATE INDEX answers_results ON answers (version_id, question, language, is_right) WHERE version_id IS NOT NULL;
-- Of lesson checks the first try counts: the later ones follow the explanation.
CREATE INDEX check_answers_results ON check_answers (version_id, question, language, is_right) WHERE number = 1;
