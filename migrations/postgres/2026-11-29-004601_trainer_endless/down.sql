-- What never ends cannot be told any more: it ends as late as a day can be written.
UPDATE practical_sessions SET trainer_expires_on = '9999-12-31' WHERE trainer_expires_on IS NULL;
ALTER TABLE practical_sessions ALTER COLUMN trainer_expires_on SET NOT NULL;
