DROP TABLE attempt_regrades;
DROP TABLE regrades;
