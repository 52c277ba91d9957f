DROP TABLE media;
DROP TABLE course_versions;
DROP TABLE courses;
