attention-unissued = { $count ->
    [one] { $count } certificate could not be issued.
   *[other] { $count } certificates could not be issued.
}
attention-unissued-what = The course is complete, but the document could not be made. See why; mostly it is a letter in the name.
attention-unissued-look = See these certificates
attention-held = { $count ->
    [one] { $count } e-mail has waited for a confirmed address for more than 3 days.
   *[other] { $count } e-mails have waited for a confirmed address for more than 3 days.
}
attention-jobs = { $count ->
    [one] { $count } piece of work failed.
   *[other] { $count } pieces of work failed.
}
attention-jobs-what = The platform does such work by itself, and it did not go well. Try it again, or tell the administrator.
attention-jobs-look = See the failed work
jobs-title = Failed work
jobs-lead = What the platform does by itself and could not do. It is tried again by itself several times; you can try it at once.
jobs-none = Everything was done. Nothing to do here.
jobs-whom = Person and course
jobs-issue = Issue a certificate
jobs-renew = Renew a certificate
jobs-result-kept = Note in the register that a key was wrong
jobs-take-questions = Taking in a file of questions
jobs-regrade = Mark tests again
jobs-remind = Remind of certificates that run out
jobs-erase = Erase accounts whose day has come
jobs-forget = Remove what is no longer needed
jobs-search = Refresh the search for people
jobs-given-up = given up
jobs-again = Try again
jobs-letter = A letter of the name cannot be printed. Correct the name, then try again.
flash-job-again = It is being tried again. Look here in a minute.
attention-questioned = { $count ->
    [one] { $count } certificate rests
   *[other] { $count } certificates rest
} on a test whose key was wrong.
attention-questioned-what = By the corrected key the test would not have been passed. Result and certificate stay, unless you revoke it. Shown for 30 days.
attention-questioned-look = See whom it concerns
attention-reply = Nobody can write back to the centre.
attention-reply-what = Pages and e-mails say “write to the resource centre”, but no address for replies is set.
attention-reply-look = Set the address
