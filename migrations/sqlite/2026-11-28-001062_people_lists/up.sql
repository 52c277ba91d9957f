-- Lists of people that the centre brings: looked at first, then each line becomes an account.
CREATE TABLE people_lists (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- The name of the file; empty if the list was pasted.
    name TEXT NOT NULL,
    district_id BIGINT NOT NULL REFERENCES districts (id),
    language TEXT NOT NULL,
    organisation_id BIGINT REFERENCES organisations (id),
    made_by BIGINT NOT NULL REFERENCES people (id),
    made_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE INDEX people_lists_district_id ON people_lists (district_id);
CREATE INDEX people_lists_organisation_id ON people_lists (organisation_id);
CREATE INDEX people_lists_made_by ON people_lists (made_by);

-- What stands on a line, until its account is made.
CREATE TABLE people_list_lines (
    list_id BIGINT NOT NULL REFERENCES people_lists (id),
    line INTEGER NOT NULL,
    typed TEXT NOT NULL,
    name TEXT,
    birth_year INTEGER,
    email TEXT,
    email_folded TEXT,
    district_id BIGINT REFERENCES districts (id),
    settlement TEXT,
    language TEXT,
    -- JSON; empty if nothing is wrong.
    mistakes TEXT NOT NULL,
    alike_id BIGINT REFERENCES people (id),
    is_taken BOOLEAN NOT NULL,
    same_as INTEGER,
    is_chosen BOOLEAN NOT NULL,
    -- made, taken, alike
    outcome TEXT,
    person_id BIGINT REFERENCES people (id),
    PRIMARY KEY (list_id, line)
);
CREATE INDEX people_list_lines_district_id ON people_list_lines (district_id);
CREATE INDEX people_list_lines_alike_id ON people_list_lines (alike_id);
CREATE INDEX people_list_lines_person_id ON people_list_lines (person_id);
CREATE INDEX people_list_lines_email_folded ON people_list_lines (email_folded);
