-- When whoever asked saw the answer: until then it counts as new.
ALTER TABLE requests ADD COLUMN seen_at TIMESTAMP;
