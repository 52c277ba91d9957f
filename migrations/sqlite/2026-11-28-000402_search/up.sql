-- The words under which a person is found, folded (src/accounts/search.rs): names, e-mail, sign-in name. Rows that were
-- there before are filled by the job that keeps them right.
CREATE TABLE person_words (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (person_id, word)
);
CREATE INDEX person_words_word ON person_words (word, person_id);

-- The audit log is read by time and by action.
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_action ON audit (action);
