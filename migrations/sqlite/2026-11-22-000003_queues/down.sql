DROP TABLE outbox;
DROP TABLE schedules;
DROP TABLE jobs;
