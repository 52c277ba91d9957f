DROP TABLE parental_consents;
