consent-badge-missing = no parents' consent
consent-badge-withdrawn = parents' consent withdrawn
consent-note-missing = No consent of the parents is noted.
consent-note-withdrawn = Withdrawn by { $name }; noted on { $date }.
consent-note-ask = The front office decides what follows from it: ask before this person takes part in anything.
attention-withdrawn = { $count ->
    [one] The parents of { $count } minor have withdrawn their consent.
   *[other] The parents of { $count } minors have withdrawn their consent.
}
attention-withdrawn-what = Their accounts go on working. Decide what follows from it, and tell the trainers.
attention-missing = { $count ->
    [one] Of { $count } minor no consent of the parents is noted.
   *[other] Of { $count } minors no consent of the parents is noted.
}
attention-missing-what = Ask for the signed form, or note it if it is here. Only the year of birth is known, so the youngest possible age counts.
attention-minors-look = See who they are
centre-people-consent-missing = minors: no parents' consent
centre-people-consent-withdrawn = minors: consent withdrawn
centre-people-apart = Born, from
centre-people-known-by = E-mail or sign-in name
