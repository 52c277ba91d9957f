look-log-exported = Audit log taken as a file
look-column-id = id
look-minors = Only looks at minors
look-download = Download as a table (CSV)
look-people = List of people looked at
look-register = Page of the register looked at
look-session = Certificates of a session looked at
