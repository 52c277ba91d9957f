look-log-exported = Audit log taken as a file
look-column-id = id
look-minors = Only looks at minors
look-download = Download as a table (CSV)
