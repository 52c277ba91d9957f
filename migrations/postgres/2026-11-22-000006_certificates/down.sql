DROP TABLE certificate_events;
DROP TABLE certificates;
DROP TABLE signing_keys;
