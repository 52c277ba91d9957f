DROP TABLE group_members;
DROP TABLE course_groups;
