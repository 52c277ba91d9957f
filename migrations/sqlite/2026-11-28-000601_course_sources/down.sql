DROP TABLE course_sources;
