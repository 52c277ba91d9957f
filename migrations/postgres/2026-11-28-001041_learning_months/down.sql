DROP TRIGGER lesson_progress_notes_month ON lesson_progress;
DROP TRIGGER check_answers_notes_month ON check_answers;
DROP TRIGGER attempts_notes_month ON attempts;
DROP FUNCTION note_learning_month();
DROP TABLE learning_months;
