-- The day on which somebody agreed, by the calendar of the site: mails name it, and know no time zone.
ALTER TABLE people ADD COLUMN contact_agreed_on DATE;
