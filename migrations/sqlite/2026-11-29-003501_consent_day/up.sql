-- The day on the parents' paper, by the calendar of the site; nothing where it was not asked for yet.
ALTER TABLE parental_consents ADD COLUMN signed_on DATE;
