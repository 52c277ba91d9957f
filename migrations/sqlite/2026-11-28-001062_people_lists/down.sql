DROP TABLE people_list_lines;
DROP TABLE people_lists;
