-- What was moved stays where it is.
SELECT 1;
