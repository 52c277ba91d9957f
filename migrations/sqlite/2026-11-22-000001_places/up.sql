-- Where a volunteer belongs. Rows are never deleted: they end, so that old reports stay true.
CREATE TABLE districts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE
);
CREATE TABLE settlements (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    district_id BIGINT NOT NULL REFERENCES districts (id),
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    UNIQUE (district_id, name_kk)
);
