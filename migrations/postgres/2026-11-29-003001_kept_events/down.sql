DROP TRIGGER certificate_events_stay ON certificate_events;
DROP TRIGGER certificate_events_keep ON certificate_events;
DROP FUNCTION refuse_changed_event();
DROP INDEX certificate_events_kind;
