DROP TABLE transcript_links;
