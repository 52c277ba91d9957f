-- Reports of the past ask when certificates were suspended, revoked and reinstated: few of the events.
CREATE INDEX certificate_events_kind ON certificate_events (kind, certificate_id, at);

-- What happened to a certificate is only added to. What an erasure takes out is the reason, which may name the holder.
CREATE OR REPLACE FUNCTION refuse_changed_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND ROW(NEW.id, NEW.certificate_id, NEW.at, NEW.kind, NEW.actor, NEW.actor_id)
            IS NOT DISTINCT FROM ROW(OLD.id, OLD.certificate_id, OLD.at, OLD.kind, OLD.actor, OLD.actor_id)
        AND NEW.reason IN ('', OLD.reason) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'certificate_events is only added to';
END;
$$;
CREATE TRIGGER certificate_events_keep BEFORE UPDATE OR DELETE ON certificate_events
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_event();
CREATE TRIGGER certificate_events_stay BEFORE TRUNCATE ON certificate_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_event();
