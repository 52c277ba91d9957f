nav-review = Reviews
review-medical = Medical review
review-legal = Legal review
review-language = Language review ({ $language })
review-each-language = Language review, in each language of the course
review-told = { $review }: { $date }.
review-told-by = { $review }: { $names }, { $date }.

review-title = Reviews
review-lead = You sign that a lesson is right as it stands. If it changes later, your signature no longer counts, and the lesson waits for you again. A change of another lesson does not matter.
review-nothing = No lesson waits for you now.
review-waiting = { $count ->
    [one] { $count } signature is missing
   *[other] { $count } signatures are missing
}
review-none-waits = Everything is signed.
review-name-title = Your name beside your signatures
review-name-first = Before you sign: how do learners see you?
review-name = Name that learners see
review-name-hint = For example: A. Seitkyzy, emergency doctor. Leave it empty if no name is to be shown; learners then see only what was reviewed and when. You can change it later.
review-name-save = Save name
review-name-wrong = Use one line of at most 120 characters.
review-named = Learners see you as: { $name }.
review-named-nobody = Learners do not see your name.
review-name-change = Change

review-of-draft = This is the text that the trainers are working on. Learners see your signature once it is published like this.
review-of-published = This is the text that learners have now.
review-see-draft = Read the draft
review-see-published = Read the published text
review-state-signed = signed
review-state-dropped = changed since it was signed
review-state-open = not signed yet
review-sign-module = { $count ->
    [one] { $review }: sign { $count } lesson
   *[other] { $review }: sign { $count } lessons at once
}
review-read = I have read these lessons, and they are right.
review-sign-all = Sign all
review-facts = Numbers in this lesson, and where they come from
review-sign-title = Sign
review-sign = Sign
review-withdraw = Withdraw my signature
review-signed-by = Signed: { $name }, { $date }.
review-you = you
review-somebody = another reviewer
review-dropped = This lesson was signed before and has changed since.
review-what = With your signature you say that the lesson is right as it stands here.
review-what-other = You sign for another language than the one shown here. Read it first.

review-grants-of = Reviews that this person signs
review-grants-title = Reviews
review-grants-lead = A doctor, a lawyer or an editor signs lessons of the courses named here. No role is needed. What was signed stays signed if you take a review away.
review-grants-none = This person signs no reviews.
review-grants-new = Give a review
review-course = Course
review-kind = What is reviewed
review-kind-hint = Medical and legal reviewers answer for all languages of a lesson, a language reviewer for one.
review-grant = Give
review-grant-withdraw = Take away
review-grant-unknown = Choose a course and a review.

review-before = Before publishing, every lesson has to be signed
review-before-hint = Without these signatures the course cannot be published here. The centre gives reviews on the page of a person.
review-missing = Not signed: { $review }. May sign: { $names }.
review-nobody-yet = nobody yet, the centre has to name a reviewer

flash-review-granted = The person may sign now.
flash-review-withdrawn = The person may no longer sign this.
flash-review-name = The name is saved.
flash-review-name-first = Nothing is signed yet: first say how learners see you.
flash-review-signed = Signed. Thank you.
flash-review-changed = Nothing was signed: the text has changed since you opened it. Please read it again.
flash-review-unread = Nothing was signed: tick that you have read the lessons.
flash-signature-withdrawn = Your signature is withdrawn.

audit-review-granted = review given
audit-review-withdrawn = review taken away
audit-lessons-signed = lessons signed
audit-signature-withdrawn = signature withdrawn
