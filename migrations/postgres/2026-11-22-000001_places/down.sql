DROP TABLE settlements;
DROP TABLE districts;
