-- Since when a course is out of the catalogue and takes no new learners. Those who are in it go on.
ALTER TABLE courses ADD COLUMN withdrawn_at TIMESTAMP;
