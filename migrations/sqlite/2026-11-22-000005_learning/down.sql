DROP TABLE answers;
DROP TABLE attempts;
DROP TABLE check_answers;
DROP TABLE lesson_progress;
DROP TABLE enrolments;
