-- A merged account kept its address, where its owner could use it no more: neither there nor on the account that stayed.
-- A confirmed one goes to the account that stayed, if that has none that is confirmed; all others are free.
CREATE TABLE moved_addresses AS
SELECT closed.id AS from_id, closed.merged_into AS into_id, closed.email AS email, closed.email_folded AS email_folded,
    closed.email_confirmed_at AS confirmed_at
FROM people AS closed
JOIN people AS kept ON kept.id = closed.merged_into
WHERE closed.email IS NOT NULL AND closed.email_confirmed_at IS NOT NULL
    AND kept.email_confirmed_at IS NULL AND kept.merged_into IS NULL AND kept.erased_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM people AS later
        WHERE later.merged_into = closed.merged_into AND later.id > closed.id
            AND later.email IS NOT NULL AND later.email_confirmed_at IS NOT NULL
    );

UPDATE people SET email = NULL, email_folded = NULL, email_confirmed_at = NULL
WHERE merged_into IS NOT NULL AND email IS NOT NULL;

UPDATE people SET
    email = (SELECT moved.email FROM moved_addresses AS moved WHERE moved.into_id = people.id),
    email_folded = (SELECT moved.email_folded FROM moved_addresses AS moved WHERE moved.into_id = people.id),
    email_confirmed_at = (SELECT moved.confirmed_at FROM moved_addresses AS moved WHERE moved.into_id = people.id)
WHERE id IN (SELECT into_id FROM moved_addresses);

-- What was held for them goes there.
UPDATE outbox SET
    state = 'queued',
    address = (SELECT moved.email FROM moved_addresses AS moved WHERE moved.into_id = outbox.person_id)
WHERE state = 'held' AND person_id IN (SELECT into_id FROM moved_addresses);

DROP TABLE moved_addresses;
