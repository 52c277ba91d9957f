-- The names of columns that nobody knows, as they are told: what stood in them is not kept.
ALTER TABLE people_lists ADD COLUMN unread TEXT NOT NULL DEFAULT '';

-- The place of a person among those of the list who get a card, from 1: it stays, whoever has signed in or is gone.
ALTER TABLE people_list_lines ADD COLUMN card_place INTEGER;

UPDATE people_list_lines SET card_place = (
    SELECT count(*) FROM people_list_lines AS earlier
    JOIN people ON people.id = earlier.person_id
    WHERE earlier.list_id = people_list_lines.list_id AND earlier.line <= people_list_lines.line
        AND people.sign_in_name IS NOT NULL
)
WHERE person_id IN (SELECT id FROM people WHERE sign_in_name IS NOT NULL);
