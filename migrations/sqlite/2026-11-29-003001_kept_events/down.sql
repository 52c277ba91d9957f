DROP TRIGGER certificate_events_keep;
DROP TRIGGER certificate_events_stay;
DROP INDEX certificate_events_kind;
