DROP TABLE draft_uploads;
