CREATE TABLE enrolments (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES people (id),
    course_id BIGINT NOT NULL REFERENCES courses (id),
    edition INTEGER NOT NULL,
    enrolled_at TIMESTAMP NOT NULL,
    completed_at TIMESTAMP,
    certificate_name TEXT,
    certificate_language TEXT,
    last_lesson TEXT,
    UNIQUE (person_id, course_id)
);
CREATE INDEX enrolments_course_id ON enrolments (course_id);

CREATE TABLE lesson_progress (
    enrolment_id BIGINT NOT NULL REFERENCES enrolments (id),
    lesson TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    PRIMARY KEY (enrolment_id, lesson)
);

-- Answers to lesson checks: every try is kept.
CREATE TABLE check_answers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    enrolment_id BIGINT NOT NULL REFERENCES enrolments (id),
    version_id BIGINT NOT NULL REFERENCES course_versions (id),
    question TEXT NOT NULL,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL,
    points INTEGER NOT NULL,
    max_points INTEGER NOT NULL,
    is_right BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    shown_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    UNIQUE (enrolment_id, question, number)
);
CREATE INDEX check_answers_version_id ON check_answers (version_id);

CREATE TABLE attempts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    enrolment_id BIGINT NOT NULL REFERENCES enrolments (id),
    version_id BIGINT NOT NULL REFERENCES course_versions (id),
    quiz TEXT NOT NULL,
    number INTEGER NOT NULL,
    seed BIGINT NOT NULL,
    questions TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    points INTEGER,
    max_points INTEGER,
    passed BOOLEAN,
    UNIQUE (enrolment_id, quiz, number)
);
-- One running attempt per quiz, whatever is clicked twice.
CREATE UNIQUE INDEX attempts_running ON attempts (enrolment_id, quiz) WHERE finished_at IS NULL;
CREATE INDEX attempts_version_id ON attempts (version_id);

CREATE TABLE answers (
    attempt_id BIGINT NOT NULL REFERENCES attempts (id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    changes INTEGER NOT NULL,
    language TEXT NOT NULL,
    shown_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    points INTEGER,
    max_points INTEGER,
    is_right BOOLEAN,
    PRIMARY KEY (attempt_id, question)
);
