ALTER TABLE people_list_lines DROP COLUMN card_place;
ALTER TABLE people_lists DROP COLUMN unread;
