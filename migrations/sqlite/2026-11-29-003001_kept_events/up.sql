-- Reports of the past ask when certificates were suspended, revoked and reinstated: few of the events.
CREATE INDEX certificate_events_kind ON certificate_events (kind, certificate_id, at);

-- What happened to a certificate is only added to. What an erasure takes out is the reason, which may name the holder.
CREATE TRIGGER certificate_events_stay BEFORE DELETE ON certificate_events BEGIN
    SELECT RAISE(ABORT, 'certificate_events is only added to');
END;
CREATE TRIGGER certificate_events_keep BEFORE UPDATE ON certificate_events
WHEN NEW.id IS NOT OLD.id OR NEW.certificate_id IS NOT OLD.certificate_id OR NEW.at IS NOT OLD.at
    OR NEW.kind IS NOT OLD.kind OR NEW.actor IS NOT OLD.actor OR NEW.actor_id IS NOT OLD.actor_id
    OR (NEW.reason <> '' AND NEW.reason <> OLD.reason)
BEGIN
    SELECT RAISE(ABORT, 'certificate_events is only added to');
END;
