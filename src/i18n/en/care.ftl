care-title = My account
care-password-present = Present password
care-password-wrong = The present password is not right. Capital letters matter.
care-password-wait = Too many tries. Wait 15 minutes, or set a new password by e-mail. Without an e-mail, ask your trainer or the centre for a new card.
care-password-title = Password
care-password-lead = A new password signs you out on all other devices and ends your tokens for programs. We will tell you by e-mail that it was changed.
care-sign-ins-title = Where you are signed in
care-sign-ins-lead = Each line is one browser. If you do not know one, sign it out and change your password. A browser that nobody uses is signed out by itself.
care-sign-ins-this = this browser
care-sign-ins-since = Signed in: { $at }
care-sign-ins-used = Last used, to the hour: { $at }
care-sign-ins-end = Sign out
care-sign-ins-end-label = Sign out: { $device }
care-sign-ins-others = Sign out elsewhere
care-sign-ins-others-what = Have you used a phone or a computer that is not yours? All browsers but this one are signed out at once.
care-sign-ins-all = Sign out everywhere
care-sign-ins-all-what = This browser is signed out too. Your answers and your progress are kept.
care-device-unknown = Unknown browser
care-email-title = E-mail address
care-email-now = Present address
care-email-unconfirmed = not confirmed yet
care-email-none = Your account has no e-mail address yet. With one you can get certificates by e-mail and set a forgotten password yourself.
care-email-lead = We will send a link to the new address. Until you use it, the present address stays in force.
care-email-new = New address
care-email-same = This is your address already.
care-email-waiting = { $email } waits for you to use the link in the e-mail there. It works until { $at }.
care-email-cancel = Keep the present address
care-email-confirm-title = Confirm your new address
care-email-confirm-text = One press, and this address is the one of your account. You sign in with it, and your certificates come here.
care-email-gone = It was used before, it is older than a day, or a newer one was sent.
care-email-gone-action = To the e-mail address
care-email-taken-since = Another account has this address now. Your present address stays in force.
care-undo-title = Take your account back
care-undo-text = Your account gets this address back, everybody is signed out, and you choose a new password.
care-undo-button = Take it back
care-undo-gone = It was used before, or it is older than seven days. If you cannot get into your account, write to the resource centre.
flash-own-password-changed = The new password is set. You are signed out on all other devices.
flash-sign-ins-ended = Done. Whoever used those browsers has to sign in again.
flash-signed-out-everywhere = You are signed out everywhere.
flash-change-email-sent = The link is on its way to the new address.
flash-change-email-cancelled = Your present address stays. The link in the e-mail does not work any more.
flash-email-changed = The new address is in force.
flash-email-undone = Your account has its former address again. Now choose a new password.
mail-password-changed-subject = Your password was changed
mail-password-changed-why = The password of your account has just been changed. All other sign-ins and all tokens for programs were ended.
mail-password-changed-not-you = If it was you, there is nothing to do. If not, set a new password at once.
mail-change-email-why = You want this address for your account of volunteer training. Confirm that it is yours; then you sign in with it, and your certificates come here. The link works for a day.
mail-email-changed-subject = The address of your account was changed
mail-email-changed-why = Your account has another address now: { $email }. E-mails go there.
mail-email-changed-not-you = If it was you, there is nothing to do. If not, take your account back with the link. It works for seven days.
mail-email-changed-action = Take the account back
centre-kind-password-changed = Password changed
centre-kind-change-email = Confirmation of a new address
centre-kind-email-changed = Address changed
care-export-title = Download my data
care-export-lead = Everything that the platform holds about you, in one file (ZIP). It is made while you wait and is not kept on the server.
care-export-account = Your profile, your consent, your sign-ins, and what was noted about your account.
care-export-learning = Your courses, lessons, tests and every answer.
care-export-certificates = Your certificates with their history, and each of them as a PDF.
care-export-mails = Which e-mails were sent to you, and when.
care-export-rest = Your messages to trainers with the answers, and the organisations you belong or belonged to.
care-export-shared = Is this your own phone or computer? The file stays on it, and whoever opens it sees all of this.
care-export-button = Download
care-export-readme =
    Your data in Erikti, the training platform of the Front Office of Volunteers.
    account.json: profile, consent, roles, sign-ins, and the log about your account.
    learning.json: courses, lessons, lesson checks, tests and answers. Points are in thousandths. Questions and answers have the keys of the course files.
    messages.json: what you asked the trainers, and their answers.
    reviews.json: lessons that you signed as a reviewer, and the name beside your signatures; only for reviewers.
    groups.json: groups that you were in or led, if there are any.
    lists.json: lists of the resource centre with you on them, as long as they are kept.
    certificates.json: certificates and their history. The PDF files are the certificates themselves.
    transcript.json: since when the link to your transcript has been on; only if it is.
    mails.json: e-mails sent to you; their words are not kept.
    All moments are in UTC. If something is missing or wrong, write to the resource centre.
care-erase-title = Erase my account
care-erase-lead = You can have everything about you erased. Please read first what that means.
care-erase-goes = What goes
care-erase-goes-account = Your name, e-mail address, password, place and year of birth.
care-erase-goes-learning = Your progress, your answers and your test results.
care-erase-goes-rest = Your messages to trainers, and where you belong: the coordinator no longer sees you.
care-erase-goes-documents = Your certificates as documents: nobody can download them any more, and the register no longer says that they are yours. Keep the PDF files if you need them.
care-erase-stays = What stays
care-erase-stays-register = In the register: number, course and dates of your certificates, without your name. Who verifies a number reads that the name was erased at the holder’s wish.
care-erase-stays-code = On paper or in a PDF that somebody has: your name, and the code that proves the certificate genuine.
care-erase-export-first = Download my data first
care-erase-when = When
care-erase-when-text = { $days } days after you press the button; you are signed out everywhere at once. If you change your mind, sign in within that time, and everything stays as it was. After that, nobody can bring it back.
care-erase-word = erase
care-erase-word-wrong = Type the word to show that you mean it.
care-erase-type = Type this word: { $word }
care-erase-last-administrator = You are the only administrator. Make somebody else an administrator first.
care-erase-button = Erase my account
care-name-erased = erased at the holder’s wish
care-event-erased = Name erased at the holder’s wish
care-upload-erased = The holder of this certificate had the name erased, so this document can no longer be compared with the one that was issued. The register has this under its number:
care-centre-title = Erasure
care-centre-planned = This account will be erased: { $at }. It stays if the person signs in before that.
care-centre-keep = Keep the account
care-centre-open = Erase this account
care-centre-what = Do this only on a written request. { $name } is signed out everywhere, gets an e-mail, and can keep the account by signing in within { $days } days. Then name, address, progress and answers are gone for good; the register keeps number, course and dates without the name.
care-centre-reason-hint = Number and date of the letter, without names or addresses: it stays in the audit log.
care-centre-reason-wrong = Give number and date of the letter in 5 to 200 characters, without the person’s name or address.
care-centre-button = Erase
flash-erasure-planned = Your account will be erased in seven days. Sign in before that if you want to keep it.
flash-erasure-cancelled = The account stays. It will not be erased.
flash-erasure-planned-centre = The account will be erased in seven days. The person is told by e-mail, if there is an address.
mail-erasure-subject = Your account will be erased
mail-erasure-why = Your account of volunteer training will be erased on { $date }, with your progress and your answers. Your certificates stay in the register without your name.
mail-erasure-keep = If you do not want that, or if it was not you, sign in before that day: then everything stays as it is.
mail-erasure-last = This is the last e-mail about it. Afterwards nothing is left that we could write to.
mail-erasure-action = Keep my account
centre-kind-erasure-planned = Account will be erased
audit-own-data-exported = Own data downloaded
audit-erasure-planned = Account to be erased
audit-erasure-cancelled = Account kept
audit-account-erased = Account erased
