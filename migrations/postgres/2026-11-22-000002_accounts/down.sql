DROP TABLE audit;
DROP TABLE throttles;
DROP TABLE links;
DROP TABLE sign_ins;
DROP TABLE grants;
DROP TABLE people;
