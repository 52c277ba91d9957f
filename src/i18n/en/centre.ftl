centre-title = Resource centre
centre-attention = Needs attention
centre-attention-none = Nothing at the moment: certificates and e-mails go out by themselves.
centre-failed-what = Refused, or given up after several tries. See why, correct the address and send again.
centre-failed-look = See the failed e-mails
centre-held-what = These people have not confirmed their e-mail address yet. The e-mails go out once they do; a wrong address can be corrected.
centre-held-look = See the held e-mails
centre-mails-failed = { $count ->
    [one] { $count } failed e-mail.
   *[other] { $count } failed e-mails.
}
centre-mails-held = { $count ->
    [one] { $count } held e-mail.
   *[other] { $count } held e-mails.
}
centre-issued-lately = { $count ->
    [one] { $count } certificate issued in the last 7 days
   *[other] { $count } certificates issued in the last 7 days
}
centre-search = Search
centre-state = State
centre-register-title = Register of certificates
centre-register-search = Number or name
centre-register-search-hint = The number in any spelling, or part of a name. It does not matter whether you type Қ or К.
centre-all-courses = All courses
centre-register-count = { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
}
centre-register-empty = No certificate has been issued yet. The first one appears here when a volunteer completes a course.
centre-register-none = No certificate with such a name was found. Type less of it, or another spelling.
centre-register-mistyped = This is not a certificate number: a letter or a digit is wrong or missing. Compare it with the certificate, or search by name.
centre-register-all = Show all certificates
centre-account-erased = account erased
centre-edition = Course version
centre-document-language = Language of the document
centre-not-current = Another certificate was issued in place of this one. This one stays in the register.
centre-history = History
centre-when = When
centre-what = What
centre-who = Who
centre-why = Why
centre-event-issued = Issued
centre-event-revoked = Revoked
centre-event-reinstated = Reinstated
centre-event-renewed = Renewed with another certificate
centre-actor-shell = on the server
centre-actor-system = the platform itself
centre-revoke-title = Revoke this certificate
centre-revoke-what = Anyone who verifies it from then on sees that it was revoked, and when. The entry and its number stay in the register.
centre-revoke-undo = You can undo it here at any time with “Reinstate”. Both stay in the history.
centre-revoke-button = Revoke
centre-reinstate-title = Reinstate this certificate
centre-reinstate-what = The revocation is undone: anyone who verifies the certificate sees that it is valid, or that it has expired.
centre-reinstate-undo = You can revoke it again here at any time. Both stay in the history.
centre-reinstate-button = Reinstate
centre-told = { $name } gets an e-mail with the reason at once, to { $email }.
centre-told-held = { $name } gets an e-mail with the reason once the address { $email } is confirmed. It is not confirmed yet, so tell the person yourself.
centre-told-no-email = { $name } has no e-mail address. Tell the person yourself.
centre-told-erased = The holder's account was erased, so nobody is told.
centre-reason = Reason
centre-reason-hint = 5 to 500 characters. It stays in the history, and the holder reads it in the e-mail; the public never sees it.
centre-reason-wrong = Give the reason in 5 to 500 characters.
centre-outbox-title = Outbox
centre-outbox-tabs = E-mails by state
centre-outbox-all = All
centre-outbox-empty = No e-mail yet. What the platform sends appears here.
centre-outbox-empty-queued = No e-mail is waiting to be sent.
centre-outbox-empty-held = No e-mail waits for a confirmed address.
centre-outbox-empty-sent = No e-mail has been sent yet.
centre-outbox-empty-failed = No e-mail has failed. Nothing to do here.
centre-mail-queued = waiting
centre-mail-held = held
centre-mail-sent = sent
centre-mail-failed = failed
centre-mail-what = E-mail
centre-mail-to = To
centre-mail-times = Times
centre-mail-tries = Tries
centre-mail-created = Written: { $at }
centre-mail-sent-at = Sent: { $at }
centre-mail-next = Next try: { $at }
centre-kind-confirm-address = Confirmation of the address
centre-kind-reset-password = New password
centre-kind-already-registered = Has an account already
centre-kind-certificate = Certificate
centre-kind-certificate-revoked = Certificate revoked
centre-kind-certificate-reinstated = Certificate reinstated
centre-obstacle-unreachable = The mail server could not be reached.
centre-obstacle-later = The mail server asked us to try again later.
centre-obstacle-recipient = The mail server refused the address. Correct it on the person's page.
centre-obstacle-content = The mail server refused the message.
centre-obstacle-settings = The mail server refused this platform. The administrator should check the settings.
centre-obstacle-letters = The mail server does not accept the letters of this address.
centre-obstacle-unmade = The e-mail could not be made. The administrator can find the cause in the log.
centre-resend = Send again
centre-resend-label = Send again to { $address }
centre-people-title = People
centre-people-search = Name, e-mail or sign-in name
centre-people-search-hint = The beginnings of words are enough, in any order: “ayg seit”. It does not matter whether you type Қ or К.
centre-people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
centre-people-none = Nobody was found. Type less of the name, or another spelling.
centre-people-all = Show everybody
centre-sign-in-name = Sign-in name
centre-since = Account since
centre-access = Account
centre-access-open = open
centre-access-closed = closed
centre-certificates = Certificates
centre-certificates-none = None yet.
centre-email-none = none
centre-email-unconfirmed = not confirmed
centre-email-confirmed = confirmed on { $date }
centre-email-title = Correct the e-mail address
centre-email-hint = An e-mail to the new address asks to confirm it. Certificates and other e-mails wait until then.
centre-email-button = Correct
centre-email-taken = Another account has this address.
centre-roles-title = Roles
centre-roles-lead = Everybody is a volunteer. Every role that is given or withdrawn is noted with your name.
centre-role-volunteer = Volunteer
centre-role-trainer = Trainer
centre-role-centre = Centre officer
centre-role-administrator = Administrator
centre-role-held = Yes
centre-role-not-held = No
centre-role-grant = Give: { $role }
centre-role-withdraw = Withdraw: { $role }
centre-last-administrator = This is the only administrator. Make somebody else an administrator first.
centre-out-of-reach = This person holds a role that you may not give. Only an administrator can change this account.
centre-access-title = Access
centre-disable-title = Close this account
centre-disable-what = { $name } is signed out everywhere at once and cannot sign in any more. Certificates stay valid, and progress is kept.
centre-disable-undo = You can open the account again here at any time.
centre-disable-button = Close the account
centre-enable-what = Nobody can sign in with this account. Certificates and progress are kept.
centre-enable-button = Open the account again
flash-mail-held = The address is not confirmed yet. The e-mail goes out once it is.
flash-mail-nobodys = Not sent: this e-mail was written for an address that gets no certificates any more.
flash-already-so = It was like this already. Nothing was changed.
mail-revoked-subject = Your certificate was revoked: { $course }
mail-revoked-text = The resource centre has revoked your certificate { $number } ({ $course }). Anyone who verifies it now sees that it is revoked.
mail-change-reason = The reason: { $reason }
mail-revoked-appeal = If you think that this is a mistake, write to the resource centre. A person will look at it, and a revocation can be undone.
mail-reinstated-subject = Your certificate is no longer revoked: { $course }
mail-reinstated-text = The resource centre has undone the revocation of your certificate { $number } ({ $course }).
mail-reinstated-keep = The document you have is the right one; you do not need a new one.
mail-change-action = See what others see
centre-year-title = Correct the year of birth
centre-year-hint = Only where it was entered wrong. What follows for a minor holds at once.
centre-year-button = Save the year
flash-birth-year-saved = The year of birth is saved.
audit-year-corrected = Year of birth corrected
