DROP TABLE review_signatures;
DROP TABLE reviewers;
DROP TABLE review_grants;
