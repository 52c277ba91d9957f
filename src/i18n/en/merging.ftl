merge-differs = The two accounts contradict each other:
merge-differs-name = Name
merge-differs-what = Are they really one person? Ask first. What the account that stays says is kept.
flash-merged-before = These two accounts were merged already. This is the one that stays.
merge-email-confirmed = The confirmed e-mail { $email } moves too, in place of { $other }, which nobody has confirmed. Mails that wait go there.
merge-email-freed = The account that stays keeps its e-mail { $other }. The address { $email } belongs to no account any more.
