centre-confirms = Confirms
certificate-practical = skills confirmed in person
verify-practical = Practice: a trainer confirmed the skills in person
practical-title = Practical certificates
practical-lead = For people whose skills a trainer confirmed at a session in person. A theory certificate is another thing: neither takes the place of the other.
practical-new = Issue practical certificates
practical-none = No session has been entered yet.
practical-session = Session in person
practical-held = Day
practical-place = Place
practical-place-hint = Town and building. It stands on the certificate.
practical-hours = How many hours it took
practical-hours-wrong = Write the hours as a number, such as 5 or 4.5.
practical-trainer = Trainer
practical-trainer-name = Name of the trainer
practical-number = The trainer's own certificate
practical-number-hint = Its number, as the trainer shows it.
practical-until = It is valid until
practical-until-hint = It must have been valid on the day of the session. Leave this empty if it does not expire, and tick that below.
practical-endless = It does not expire
practical-expiry = When the certificates expire
practical-expiry-months = after a number of months
practical-expiry-date = on a fixed date, the same for everybody
practical-shorten = Issue these also to people who hold one that ends later or never; it is put aside for the new one
practical-months = Months, from the day of the session
practical-months-hint = Two years are usual for first aid.
practical-date = Last valid day
practical-date-hint = Empty, unless you chose a fixed date.
practical-hold = Last valid day of the certificates
practical-evidence = What shows it
practical-evidence-hint = Such as “signed list and checklists, folder 12”. The centre alone sees it.
practical-people = Who gets a certificate
practical-people-hint = Paste from a spreadsheet, one person on a line, at most { $most }: e-mail, sign-in name or the number of a certificate; the name beside it is compared. A name alone, with the year of birth, is enough if there is only one such person.
practical-file = Or a file
practical-file-hint = CSV or XLSX. Its rows come into the field above, where you can correct them.
practical-check = Check the list
practical-check-hint = Nothing is issued yet. The next page shows what becomes of each row.
practical-course-hint = The course whose skills were practised.
practical-course-wrong = Choose a course.
practical-held-wrong = Give the day of the session; it cannot lie in the future.
practical-place-wrong = Write the place in 2 to 80 characters that can be printed.
practical-trainer-wrong = Write the name of the trainer.
practical-number-wrong = Write the number of the trainer's certificate, 2 to 40 characters.
practical-until-wrong = Give the last day on which the trainer's certificate is valid, or tick that it does not expire.
practical-until-both = There is a last day here, and it is ticked that the certificate does not expire. Keep one of the two.
practical-until-past = On the day of the session this certificate had expired. Such a trainer cannot confirm skills.
practical-number-stopped = The register says: this certificate was revoked, suspended or replaced, or it is younger than the session.
practical-number-other = The register has this number under another name than the trainer's.
practical-until-other = The register has another last day for this certificate. Look at the number and the day.
practical-until-endless = By the register this certificate does not expire. Look at the number; if it is right, empty this field and tick that below.
practical-until-ends = By the register this certificate has a last day. Look at the number; if it is right, write that day and take the tick away.
practical-months-wrong = Write a number of months from 1 to 120.
practical-months-past = The certificates would have expired already. Look at the day of the session and the months.
practical-date-wrong = Give the last valid day of the certificates.
practical-date-before = The last valid day must lie after the day of the session.
practical-date-past = The certificates would have expired already. Give a last valid day to come.
practical-date-far = This day lies more than 100 years ahead. Look at the year, or choose that they do not expire.
practical-date-unused = There is a fixed date here, but another choice was made. Choose the fixed date, or empty this field.
practical-evidence-wrong = Name what shows it, in 2 to 300 characters.
practical-people-none = Write at least one person.
practical-people-many = There are too many rows. Issue them in several parts.
practical-file-large = The file is too large.
practical-file-wrong = This file cannot be read as a table. Save it as CSV or XLSX, or paste the rows.
practical-preview-title = Is this right?
practical-changed = Something has changed since you looked, so nothing was issued. This is how it stands now.
practical-ready = { $count ->
    [one] { $count } certificate is ready.
   *[other] { $count } certificates are ready.
 }
practical-wrong = { $count ->
    [0] Every row is fine.
    [one] { $count } row gets none: see why below.
   *[other] { $count } rows get none: see why below.
 }
practical-line = Row
practical-typed = As written
practical-becomes = What becomes of it
practical-gets = gets one
practical-not = none
practical-renews = It takes the place of
practical-shortens = The one that it puts aside would have held longer: { $until }.
practical-after-revoked = An earlier one was revoked and stays so:
practical-no-theory = There is no theory certificate of this course.
practical-no-email = No e-mail address: print it and hand it over.
practical-nobody = Nobody is found. Look at the spelling, or make the account first.
practical-several = Several people have this name. Add the e-mail, the number of a certificate or the year of birth.
practical-other-name = This is somebody with another name: { $name }
practical-unconfirmed = Nobody has confirmed this address, so it does not say whose account this is. Let the person confirm it, or write the name with the year of birth instead and look at who it is.
practical-email-open = The e-mail of this account is not confirmed: look whether it is the person from the session.
practical-twice = The same person as in row { $line }
practical-has-one = Already has one from that day or later:
practical-longer = Already has one that holds longer ({ $until }). To put it aside all the same, go back to the form and tick that:
practical-suspended = Has one that is suspended. Decide about it first:
practical-closed = The account is closed.
practical-letter = The name has a letter that cannot be printed: { $letter }
practical-issue = { $count ->
    [one] Issue { $count } certificate
   *[other] Issue { $count } certificates
 }
practical-issue-hint = Rows without a certificate are left out. Holders with an e-mail get the document by mail; if the address is not confirmed, the mail waits for that. A second click issues nothing more.
practical-edit = Back to the form
practical-count = Certificates
practical-print = { $count ->
    [one] Print the certificate (PDF)
   *[other] Print all { $count } certificates (one PDF)
 }
practical-print-hint = One file with a page for each person, to print and hand out. Certificates that were revoked, suspended or replaced are not in it. Taking it is noted in the log.
practical-entered = Entered on { $date }
flash-practical-issued = The certificates are issued. E-mails go to confirmed addresses, others wait to be confirmed; for holders without an e-mail, print the certificate.
practical-by-mail = By mail: { $sent }. Mails that wait for a confirmed address: { $waiting }. Without an e-mail, to be printed: { $none }.
audit-practical-issued = Practical certificates issued
audit-practical-printed = Certificates of a session taken to print
mail-practical-subject = Your practical certificate: { $course }
mail-practical-text = A trainer has confirmed your practical skills in this course at a session in person: { $course }. Your certificate is attached.
mail-practical-contact-subject = Practical certificate of { $name }: { $course }
mail-practical-contact-text = A trainer has confirmed the practical skills of { $name } in this course at a session in person: { $course }. The certificate is attached.
mail-practical-limit = It confirms the skills as they were on that day. The theory has a certificate of its own.
mail-expiry-practical = Practical skills are confirmed again at a session with a trainer. Ask the resource centre when the next one is.
